package io.waybill.accept;

import io.waybill.http.Answer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/// The OpenAPI document of every route, as written and as JSON.
final class OpenApi {
  private static final String RESOURCE = "/openapi.yaml";

  private final Answer yaml;
  private final Answer json;

  OpenApi() {
    String written = text();
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(written);
    // RFC 9512 registers application/yaml.
    yaml = new Answer(200, "application/yaml", written);
    json = new Answer(200, Answer.JSON, JsonMapper.shared().writeValueAsString(tree));
  }

  Answer yaml() {
    return yaml;
  }

  Answer json() {
    return json;
  }

  private static String text() {
    return Resources.text(RESOURCE);
  }
}
