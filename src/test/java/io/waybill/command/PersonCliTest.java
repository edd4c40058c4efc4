package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People by command. */
class PersonCliTest {
  @Test
  void peopleAreInvitedListedResetAndRemoved(@TempDir Path directory) throws IOException {
    Beside commands = new Beside(TestServer.configure(directory));
    commands.done("account create acme");
    String invited = commands.done("person invite Ann@Example.com --account acme");
    assertThat(invited)
        .contains("person ann@example.com, owner")
        .containsPattern("link http://127\\.0\\.0\\.1:\\d+/welcome/[\\w-]{32}\n");
    commands.done("person invite op@example.com --role operator");
    assertThat(commands.done("person list"))
        .containsPattern("ann@example.com +- +owner +acme +invited +no +never")
        .containsPattern("op@example.com +- +operator +- +invited +no +never");
    assertThat(commands.refused("person invite ann@example.com --account acme"))
        .contains("has a log-in here already");
    assertThat(commands.refused("person invite bob@example.com"))
        .contains("say with --account whose owner it is to be");
    assertThat(commands.refused("person invite bob@example.com --role boss --account acme"))
        .contains("owner, sender, viewer or operator");
    assertThat(commands.refused("person invite bob --account acme"))
        .contains("'bob' is no e-mail address");
    assertThat(commands.refused("person invite bob@example.com --account nobody"))
        .contains("no account is named nobody");
    assertThat(commands.done("person reset ann@example.com --second-factor")).contains("/welcome/");
    commands.done("person remove ann@example.com");
    assertThat(commands.done("person list")).doesNotContain("ann@example.com");
    assertThat(commands.refused("person reset ann@example.com"))
        .contains("nobody has the address ann@example.com");
    assertThat(commands.done("changes --limit 20")).contains("ann@example.com", "invite", "remove");
  }
}
