// Compiles the same file in every folder below this one, in one process; what the compiler says of a sample lies
// beside it, as build.log.

using System;
using System.IO;
using System.Linq;
using System.Reflection;

internal static class CSharpBatch
{
    private static void Main(string[] args)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var compiler = Assembly
            .LoadFrom(Path.Combine(runtime, "mcs.exe"))
            .GetType("Mono.CSharp.CompilerCallableEntryPoint")
            .GetMethod("InvokeCompiler");
        foreach (var folder in Directory.GetDirectories(".").OrderBy(each => each, StringComparer.Ordinal))
        {
            var file = Path.Combine(folder, args[0]);
            if (!File.Exists(file))
            {
                continue;
            }
            var program = Path.Combine(folder, "sample.exe");
            var options = args.Skip(1).Concat(new[] { "-out:" + program, file }).ToArray();
            var said = new StringWriter();
            if (!(bool)compiler.Invoke(null, new object[] { options, said }))
            {
                File.Delete(program);
            }
            File.WriteAllText(Path.Combine(folder, "build.log"), said.ToString());
        }
    }
}
