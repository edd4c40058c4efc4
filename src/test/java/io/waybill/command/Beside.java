package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands beside a server, as a person gives them: words between blanks. */
record Beside(Path configuration) {
  /** Whatever comes of it. */
  Cli.Ran run(String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.add("--config");
    words.add(configuration.toString());
    return Cli.run(words.toArray(String[]::new));
  }

  /** What it says when it is done. */
  String done(String line) {
    Cli.Ran ran = run(line);
    assertThat(ran.code()).as("%s: %s", line, ran.err()).isZero();
    return ran.out();
  }

  /** What it complains of when it is not. */
  String refused(String line) {
    Cli.Ran ran = run(line);
    assertThat(ran.code()).as(ran.out()).isEqualTo(1);
    return String.join("\n", ran.complaints());
  }
}
