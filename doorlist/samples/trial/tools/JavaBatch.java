// Compiles the same file in every folder below this one, in one process; what the compiler says of a sample lies
// beside it, as build.log.

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

public class JavaBatch {
  public static void main(String[] args) throws IOException {
    String name = args[0];
    List<Path> jars = Stream.of(args[1].split(":")).map(Path::of).collect(Collectors.toList());
    List<Path> folders;
    try (Stream<Path> found = Files.list(Path.of("."))) {
      folders = found.filter(each -> Files.exists(each.resolve(name))).sorted().collect(Collectors.toList());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, jars);
      for (Path folder : folders) {
        files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
        StringWriter said = new StringWriter();
        compiler
            .getTask(said, files, null, null, null, files.getJavaFileObjects(folder.resolve(name)))
            .call();
        Files.writeString(folder.resolve("build.log"), said.toString());
      }
    }
  }
}
