package io.waybill.dashboard;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The templates in {@code src/main/jte}: compiled with the program, none at run time. */
final class Templates {
  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

  /** Renders one that takes {@code shell} and {@code view}. What it shows is escaped for HTML. */
  String render(String template, Shell shell, @Nullable Object view) {
    Map<String, Object> values = new HashMap<>();
    values.put("shell", shell);
    values.put("view", view);
    StringOutput output = new StringOutput(8192);
    engine.render(template + ".jte", values, output);
    return output.toString();
  }
}
