// What stands in for Chilkat's .NET assembly: every property and method is asked of Chilkat's Python library, in a process of
// its own (carrier.py). Here are the members that the printed programs use. Written in C# 7 for Mono's compiler.
using System;
using System.Diagnostics;
using System.IO;
using System.Text;

namespace Chilkat
{
    static class Carrier
    {
        static Process process;
        static StreamWriter commands;

        internal static string Ask(params string[] words)
        {
            if (process == null) Begin();
            commands.Write(string.Join(" ", words) + "\n");
            commands.Flush();
            var answer = process.StandardOutput.ReadLine();
            if (answer == null) throw new IOException("the library ended");
            if (answer.StartsWith("e:")) throw new InvalidOperationException(Decoded(answer));
            return answer;
        }

        static void Begin()
        {
            var start = new ProcessStartInfo
            {
                FileName = Environment.GetEnvironmentVariable("CHILKAT_PYTHON") ?? "python3",
                Arguments = "-m doorlist.samples.trial.standins.carrier",
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            process = Process.Start(start);
            commands = new StreamWriter(process.StandardInput.BaseStream, new UTF8Encoding(false));
        }

        internal static string Given(object value)
        {
            if (value is string) return "t:" + Convert.ToBase64String(Encoding.UTF8.GetBytes((string)value));
            if (value is int) return "i:" + (int)value;
            if (value is bool) return (bool)value ? "b:1" : "b:0";
            if (value is Thing) return "o:" + ((Thing)value).Id;
            return "n:";
        }

        internal static string Decoded(string answer)
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(answer.Substring(2)));
        }
    }

    public abstract class Thing
    {
        internal string Id { get; set; }

        internal Thing()
        {
            Id = Carrier.Ask("new", GetType().Name).Substring(2);
        }

        internal void Put(string name, object value)
        {
            Carrier.Ask("put", Id, name, Carrier.Given(value));
        }

        internal string Get(string name)
        {
            return Carrier.Ask("get", Id, name);
        }

        internal string Call(string name, params object[] values)
        {
            var words = new string[values.Length + 3];
            words[0] = "call";
            words[1] = Id;
            words[2] = name;
            for (var place = 0; place < values.Length; place++) words[place + 3] = Carrier.Given(values[place]);
            return Carrier.Ask(words);
        }

        internal static string Text(string answer)
        {
            return answer == "n:" ? null : Carrier.Decoded(answer);
        }

        internal static int Number(string answer)
        {
            return int.Parse(answer.Substring(2));
        }

        internal static bool Logical(string answer)
        {
            return answer == "b:1";
        }
    }

    public class Http : Thing
    {
        public int ReadTimeout { get { return Number(Get("ReadTimeout")); } set { Put("ReadTimeout", value); } }
        public int ConnectTimeout { get { return Number(Get("ConnectTimeout")); } set { Put("ConnectTimeout", value); } }
        public int ConnectFailReason { get { return Number(Get("ConnectFailReason")); } set { Put("ConnectFailReason", value); } }
        public bool RequireSslCertVerify { get { return Logical(Get("RequireSslCertVerify")); } set { Put("RequireSslCertVerify", value); } }
        public bool RequireHostnameMatch { get { return Logical(Get("RequireHostnameMatch")); } set { Put("RequireHostnameMatch", value); } }
        public string Login { get { return Text(Get("Login")); } set { Put("Login", value); } }
        public string Password { get { return Text(Get("Password")); } set { Put("Password", value); } }
        public bool BasicAuth { get { return Logical(Get("BasicAuth")); } set { Put("BasicAuth", value); } }
        public bool DigestAuth { get { return Logical(Get("DigestAuth")); } set { Put("DigestAuth", value); } }
        public bool LastMethodSuccess { get { return Logical(Get("LastMethodSuccess")); } set { Put("LastMethodSuccess", value); } }
        public string LastErrorText { get { return Text(Get("LastErrorText")); } set { Put("LastErrorText", value); } }

        public HttpResponse SynchronousRequest(string domain, int port, bool ssl, HttpRequest req) { var answer = Call("SynchronousRequest", domain, port, ssl, req); return answer == "n:" ? null : new HttpResponse { Id = answer.Substring(2) }; }
        public bool HttpReq(string url, HttpRequest request, HttpResponse response) { return Logical(Call("HttpReq", url, request, response)); }
        public string UrlEncode(string str) { return Text(Call("UrlEncode", str)); }
    }

    public class HttpRequest : Thing
    {
        public string HttpVerb { get { return Text(Get("HttpVerb")); } set { Put("HttpVerb", value); } }
        public string Path { get { return Text(Get("Path")); } set { Put("Path", value); } }
        public string ContentType { get { return Text(Get("ContentType")); } set { Put("ContentType", value); } }
        public string Charset { get { return Text(Get("Charset")); } set { Put("Charset", value); } }
        public string EntireHeader { get { return Text(Get("EntireHeader")); } set { Put("EntireHeader", value); } }
        public string LastErrorText { get { return Text(Get("LastErrorText")); } set { Put("LastErrorText", value); } }

        public void AddHeader(string name, string value) { Call("AddHeader", name, value); }
        public void AddParam(string name, string value) { Call("AddParam", name, value); }
        public bool AddStringForUpload2(string name, string filename, string content, string charset, string contentType) { return Logical(Call("AddStringForUpload2", name, filename, content, charset, contentType)); }
        public bool AddBdForUpload(string name, string filename, BinData data, string contentType) { return Logical(Call("AddBdForUpload", name, filename, data, contentType)); }
        public bool AddFileForUpload(string name, string path) { return Logical(Call("AddFileForUpload", name, path)); }
        public bool AddFileForUpload2(string name, string path, string contentType) { return Logical(Call("AddFileForUpload2", name, path, contentType)); }
        public bool LoadBodyFromString(string body, string charset) { return Logical(Call("LoadBodyFromString", body, charset)); }
        public bool LoadBodyFromBd(BinData data) { return Logical(Call("LoadBodyFromBd", data)); }
        public bool LoadBodyFromFile(string path) { return Logical(Call("LoadBodyFromFile", path)); }
        public string GetUrlEncodedParams() { return Text(Call("GetUrlEncodedParams")); }
    }

    public class HttpResponse : Thing
    {
        public int StatusCode { get { return Number(Get("StatusCode")); } set { Put("StatusCode", value); } }
        public string BodyStr { get { return Text(Get("BodyStr")); } set { Put("BodyStr", value); } }
        public string Header { get { return Text(Get("Header")); } set { Put("Header", value); } }

        public string GetHeaderField(string name) { return Text(Call("GetHeaderField", name)); }
    }

    public class Rest : Thing
    {
        public string PartSelector { get { return Text(Get("PartSelector")); } set { Put("PartSelector", value); } }
        public int ResponseStatusCode { get { return Number(Get("ResponseStatusCode")); } set { Put("ResponseStatusCode", value); } }
        public bool LastMethodSuccess { get { return Logical(Get("LastMethodSuccess")); } set { Put("LastMethodSuccess", value); } }
        public string LastErrorText { get { return Text(Get("LastErrorText")); } set { Put("LastErrorText", value); } }

        public bool Connect(string host, int port, bool tls, bool reconnect) { return Logical(Call("Connect", host, port, tls, reconnect)); }
        public bool UseConnection(Socket connection, bool reconnect) { return Logical(Call("UseConnection", connection, reconnect)); }
        public bool AddHeader(string name, string value) { return Logical(Call("AddHeader", name, value)); }
        public bool AddQueryParam(string name, string value) { return Logical(Call("AddQueryParam", name, value)); }
        public bool SetAuthBasic(string user, string password) { return Logical(Call("SetAuthBasic", user, password)); }
        public bool SetAuthOAuth1(OAuth1 provider, bool query) { return Logical(Call("SetAuthOAuth1", provider, query)); }
        public bool SetAuthAws(AuthAws provider) { return Logical(Call("SetAuthAws", provider)); }
        public string FullRequestNoBody(string verb, string path) { return Text(Call("FullRequestNoBody", verb, path)); }
        public string FullRequestString(string verb, string path, string body) { return Text(Call("FullRequestString", verb, path, body)); }
        public string FullRequestFormUrlEncoded(string verb, string path) { return Text(Call("FullRequestFormUrlEncoded", verb, path)); }
        public string FullRequestMultipart(string verb, string path) { return Text(Call("FullRequestMultipart", verb, path)); }
        public bool FullRequestBd(string verb, string path, BinData data, StringBuilder body) { return Logical(Call("FullRequestBd", verb, path, data, body)); }
        public bool SetMultipartBodyString(string body) { return Logical(Call("SetMultipartBodyString", body)); }
        public bool SetMultipartBodyBd(BinData data) { return Logical(Call("SetMultipartBodyBd", data)); }
        public string ResponseHdrByName(string name) { return Text(Call("ResponseHdrByName", name)); }
    }

    public class Socket : Thing
    {
        public bool RequireSslCertVerify { get { return Logical(Get("RequireSslCertVerify")); } set { Put("RequireSslCertVerify", value); } }
        public string LastErrorText { get { return Text(Get("LastErrorText")); } set { Put("LastErrorText", value); } }

        public bool Connect(string host, int port, bool ssl, int wait) { return Logical(Call("Connect", host, port, ssl, wait)); }
    }

    public class Url : Thing
    {
        public string Host { get { return Text(Get("Host")); } set { Put("Host", value); } }
        public int Port { get { return Number(Get("Port")); } set { Put("Port", value); } }
        public bool Ssl { get { return Logical(Get("Ssl")); } set { Put("Ssl", value); } }
        public string PathWithQueryParams { get { return Text(Get("PathWithQueryParams")); } set { Put("PathWithQueryParams", value); } }

        public bool ParseUrl(string url) { return Logical(Call("ParseUrl", url)); }
    }

    public class OAuth1 : Thing
    {
        public string SignatureMethod { get { return Text(Get("SignatureMethod")); } set { Put("SignatureMethod", value); } }
        public string ConsumerKey { get { return Text(Get("ConsumerKey")); } set { Put("ConsumerKey", value); } }
        public string ConsumerSecret { get { return Text(Get("ConsumerSecret")); } set { Put("ConsumerSecret", value); } }
        public string Token { get { return Text(Get("Token")); } set { Put("Token", value); } }
        public string TokenSecret { get { return Text(Get("TokenSecret")); } set { Put("TokenSecret", value); } }
        public string Realm { get { return Text(Get("Realm")); } set { Put("Realm", value); } }
    }

    public class AuthAws : Thing
    {
        public string AccessKey { get { return Text(Get("AccessKey")); } set { Put("AccessKey", value); } }
        public string SecretKey { get { return Text(Get("SecretKey")); } set { Put("SecretKey", value); } }
        public string Region { get { return Text(Get("Region")); } set { Put("Region", value); } }
        public string ServiceName { get { return Text(Get("ServiceName")); } set { Put("ServiceName", value); } }
    }

    public class BinData : Thing
    {
        public bool AppendEncoded(string data, string encoding) { return Logical(Call("AppendEncoded", data, encoding)); }
        public bool LoadFile(string path) { return Logical(Call("LoadFile", path)); }
    }

    public class StringBuilder : Thing
    {
        public string GetAsString() { return Text(Call("GetAsString")); }
    }

    public class JsonObject : Thing
    {
        public int I { get { return Number(Get("I")); } set { Put("I", value); } }
        public int J { get { return Number(Get("J")); } set { Put("J", value); } }
        public int K { get { return Number(Get("K")); } set { Put("K", value); } }

        public bool Load(string json) { return Logical(Call("Load", json)); }
        public string StringOf(string path) { return Text(Call("StringOf", path)); }
        public int SizeOfArray(string path) { return Number(Call("SizeOfArray", path)); }
        public string Emit() { return Text(Call("Emit")); }
        public bool UpdateString(string path, string value) { return Logical(Call("UpdateString", path, value)); }
        public bool UpdateInt(string path, int value) { return Logical(Call("UpdateInt", path, value)); }
        public bool UpdateNumber(string path, string value) { return Logical(Call("UpdateNumber", path, value)); }
        public bool UpdateBool(string path, bool value) { return Logical(Call("UpdateBool", path, value)); }
        public bool UpdateNull(string path) { return Logical(Call("UpdateNull", path)); }
        public bool UpdateNewArray(string path) { return Logical(Call("UpdateNewArray", path)); }
        public bool UpdateNewObject(string path) { return Logical(Call("UpdateNewObject", path)); }
    }

    public class JsonArray : Thing
    {
        public int Size { get { return Number(Get("Size")); } set { Put("Size", value); } }

        public bool Load(string json) { return Logical(Call("Load", json)); }
        public string StringAt(int index) { return Text(Call("StringAt", index)); }
        public bool ObjectAt2(int index, JsonObject json) { return Logical(Call("ObjectAt2", index, json)); }
    }
}
