// Approves or denies viewers of a meeting's recording with Chilkat's library, in Lianja.
//
// The environment says where and what: DESK_HOST, DESK_PORT, DESK_TOKEN, MEETING_ID, ACTION, and REGISTRANTS, a JSON
// list.
request = createobject("CkHttpRequest")
request.HttpVerb = "PUT"
request.Path = "/v2/meetings/" + getenv("MEETING_ID") + "/recordings/registrants/status"
request.ContentType = "multipart/form-data"
request.AddHeader("Authorization", "Bearer " + getenv("DESK_TOKEN"))
request.AddParam("action", getenv("ACTION"))
request.AddParam("registrants", getenv("REGISTRANTS"))

http = createobject("CkHttp")
response = http.SynchronousRequest(getenv("DESK_HOST"), val(getenv("DESK_PORT")), .F., request)
if http.LastMethodSuccess = .F.
    ? http.LastErrorText
    release http
    return
endif

if response.StatusCode = 204
    ? "done"
else
    ? "refused:" + str(response.StatusCode)
    ? response.BodyStr
endif
release response
release http
release request
