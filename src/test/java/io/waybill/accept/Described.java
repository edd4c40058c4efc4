package io.waybill.accept;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds real answers to an OpenAPI document, and remembers which of them were seen. */
public final class Described {
  private final ObjectNode document;
  private final Set<String> seen = new TreeSet<>();

  public Described(JsonNode document) {
    this.document = (ObjectNode) document;
  }

  /**
   * The answer has a status and a media type that the document names for this operation, and its
   * body is as the schema says.
   *
   * @param template the path as the document has it, such as `/v1/omnimessage/{id}`
   */
  public void check(String method, String template, HttpResponse<String> response) {
    String verb = method.toLowerCase(Locale.ROOT);
    String status = Integer.toString(response.statusCode());
    seen.add(verb + " " + template + " " + status);
    JsonNode described =
        document.get("paths").path(template).path(verb).path("responses").get(status);
    assertThat(described).as("%s %s %s", method, template, status).isNotNull();
    if (described.has("$ref")) {
      described = document.at(described.get("$ref").stringValue().substring(1));
    }
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    JsonNode content = described.get("content").get(type);
    assertThat(content).as("%s of %s %s", type, method, template).isNotNull();
    if (type.endsWith("json")) {
      assertThat(faults(content.get("schema"), response.body()))
          .as("%s %s: %s", method, template, response.body())
          .isEmpty();
    }
  }

  /** What was checked so far, as `post /v1/omnimessage 201`. */
  public Set<String> seen() {
    return seen;
  }

  /** Everything the document says may be answered, in the same form. */
  public Set<String> described() {
    Set<String> all = new TreeSet<>();
    document
        .get("paths")
        .forEachEntry((path, methods) ->
            methods.forEachEntry((verb, operation) ->
                operation
                    .get("responses")
                    .propertyNames()
                    .forEach(status -> all.add(verb + " " + path + " " + status))));
    return all;
  }

  private List<Error> faults(JsonNode schema, String body) {
    ObjectNode whole = JsonMapper.shared().createObjectNode();
    whole.put("$schema", SpecificationVersion.DRAFT_2020_12.getDialectId());
    whole.set("components", document.get("components"));
    whole.set("allOf", JsonMapper.shared().createArrayNode().add(schema));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(whole)
        .validate(body, InputFormat.JSON);
  }
}
