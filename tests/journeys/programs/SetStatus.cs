// Approves, denies or cancels registrants of a meeting with Chilkat's .NET library.
//
// The environment says where and what: DESK_HOST, DESK_PORT, DESK_TOKEN, MEETING_ID, OCCURRENCE_ID (may be missing),
// ACTION, and REGISTRANTS, a JSON list.
using System;

static class SetStatus
{
    static string Given(string name)
    {
        return Environment.GetEnvironmentVariable(name);
    }

    static int Main()
    {
        var request = new Chilkat.HttpRequest();
        request.HttpVerb = "PUT";
        request.Path = "/v2/meetings/" + Given("MEETING_ID") + "/registrants/status";
        if (Given("OCCURRENCE_ID") != null) request.Path += "?occurrence_id=" + Given("OCCURRENCE_ID");
        request.ContentType = "multipart/form-data";
        request.AddHeader("Authorization", "Bearer " + Given("DESK_TOKEN"));
        request.AddParam("action", Given("ACTION"));
        request.AddParam("registrants", Given("REGISTRANTS"));

        var http = new Chilkat.Http();
        var response = http.SynchronousRequest(Given("DESK_HOST"), int.Parse(Given("DESK_PORT")), false, request);
        if (!http.LastMethodSuccess)
        {
            Console.WriteLine(http.LastErrorText);
            return 2;
        }
        Console.WriteLine("status " + response.StatusCode);
        Console.WriteLine(response.Header);
        Console.WriteLine(response.BodyStr);
        return response.StatusCode == 204 ? 0 : 1;
    }
}
