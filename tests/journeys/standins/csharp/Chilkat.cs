// A stand-in for Chilkat's .NET library: the calls that the printed programs make, with that library's bytes on the
// wire (tests/wire). It sends multipart/form-data without TLS, and nothing else. Written in C# 7 for Mono's compiler.
using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Chilkat
{
    public class HttpRequest
    {
        readonly List<string> headers = new List<string>();
        readonly List<KeyValuePair<string, string>> parameters = new List<KeyValuePair<string, string>>();

        public string HttpVerb { get; set; } = "GET";
        public string Path { get; set; } = "/";
        public string ContentType { get; set; } = "";

        public void AddHeader(string name, string value)
        {
            headers.Add(name + ": " + value);
        }

        public void AddParam(string name, string value)
        {
            parameters.Add(new KeyValuePair<string, string>(name, value));
        }

        internal byte[] Bytes(string domain, int port)
        {
            var chance = new Random();
            var boundary = new StringBuilder(new string('-', 12));
            for (var pair = 0; pair < 12; pair++) boundary.Append('0').Append(chance.Next(10));
            var form = new StringBuilder();
            foreach (var parameter in parameters)
            {
                form.Append("--").Append(boundary).Append("\r\n");
                form.Append("Content-Disposition: form-data; name=\"").Append(parameter.Key).Append("\"\r\n\r\n");
                form.Append(parameter.Value).Append("\r\n");
            }
            if (parameters.Count > 0) form.Append("--").Append(boundary).Append("--\r\n");
            var body = Encoding.UTF8.GetBytes(form.ToString());
            var lines = new List<string>
            {
                HttpVerb + " " + Path.Replace(" ", "%20") + " HTTP/1.1",
                port == 80 ? "Host: " + domain : "Host: " + domain + ":" + port,
                "Content-Type: " + ContentType + "; boundary=" + boundary,
                "Content-Length: " + body.Length,
            };
            lines.AddRange(headers);
            var request = new MemoryStream();
            var head = Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n");
            request.Write(head, 0, head.Length);
            request.Write(body, 0, body.Length);
            return request.ToArray();
        }
    }

    public class HttpResponse
    {
        public int StatusCode { get; internal set; }
        public string Header { get; internal set; }
        public string BodyStr { get; internal set; }
    }

    public class Http
    {
        const int WaitMs = 30000;

        public bool LastMethodSuccess { get; private set; }
        public string LastErrorText { get; private set; } = "";

        public HttpResponse SynchronousRequest(string domain, int port, bool ssl, HttpRequest request)
        {
            LastMethodSuccess = false;
            if (ssl || request.ContentType != "multipart/form-data")
            {
                LastErrorText = "The stand-in sends multipart/form-data without TLS, and nothing else.";
                return null;
            }
            try
            {
                using (var client = new TcpClient(domain, port) { SendTimeout = WaitMs, ReceiveTimeout = WaitMs })
                using (var stream = client.GetStream())
                {
                    var bytes = request.Bytes(domain, port);
                    stream.Write(bytes, 0, bytes.Length);
                    var response = Read(stream);
                    LastMethodSuccess = true;
                    LastErrorText = "";
                    return response;
                }
            }
            catch (Exception fault) when (fault is IOException || fault is SocketException)
            {
                LastErrorText = fault.Message;
                return null;
            }
        }

        static HttpResponse Read(Stream stream)
        {
            var head = new StringBuilder();
            while (!head.ToString().EndsWith("\r\n\r\n"))
            {
                var next = stream.ReadByte();
                if (next < 0) throw new IOException("the server hung up in the middle of its answer");
                head.Append((char)next);
            }
            var start = head.ToString().IndexOf("\r\n") + 2;
            var response = new HttpResponse
            {
                StatusCode = int.Parse(head.ToString().Split(' ')[1]),
                Header = head.ToString(start, head.Length - start - 2),
            };
            var empty = response.StatusCode == 204 || response.StatusCode == 304;
            response.BodyStr = empty ? "" : Body(stream, response.Header);
            return response;
        }

        static string Body(Stream stream, string header)
        {
            var length = Regex.Match(header, @"^content-length: *(\d+)", RegexOptions.IgnoreCase | RegexOptions.Multiline);
            if (!length.Success) throw new IOException("the stand-in reads answers with a Content-Length only");
            var body = new byte[int.Parse(length.Groups[1].Value)];
            for (var read = 0; read < body.Length;)
            {
                var more = stream.Read(body, read, body.Length - read);
                if (more == 0) throw new IOException("the server hung up in the middle of its answer");
                read += more;
            }
            return Encoding.UTF8.GetString(body);
        }
    }
}
