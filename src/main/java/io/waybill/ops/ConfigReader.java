package io.waybill.ops;

import io.waybill.ops.Config.Fault;
import io.waybill.ops.ConfigKind.Reading;
import io.waybill.ops.ConfigValues.Given;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads one YAML document against the table of keys and collects every fault on the way. `http:
/// {port: 1}` and `http.port: 1` mean the same.
final class ConfigReader {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(new CoreSchema()).setAllowNonScalarKeys(true).build();

  private final Map<ConfigKey<?>, Given> values = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private static final Map<String, ConfigKey<?>> KEYS = new HashMap<>();
  private static final Set<String> SECTIONS = new TreeSet<>();

  static {
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      KEYS.put(key.name(), key);
      for (int dot = key.name().indexOf('.'); dot > 0; dot = key.name().indexOf('.', dot + 1)) {
        SECTIONS.add(key.name().substring(0, dot));
      }
    }
  }

  void read(String yaml) {
    try {
      Optional<Node> root = new Compose(SETTINGS).composeString(yaml);
      if (root.isPresent() && !isNothing(root.get())) {
        readMapping("", root.get());
      }
    } catch (MarkedYamlEngineException unreadable) {
      int line = unreadable.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
      faults.add(new Fault("", line, "this is not YAML: " + unreadable.getProblem()));
    } catch (YamlEngineException unreadable) {
      faults.add(new Fault("", 0, "this is not YAML: " + unreadable.getMessage()));
    }
  }

  ConfigValues values() {
    return new ConfigValues(values);
  }

  List<Fault> faults() {
    return faults;
  }

  private void readMapping(String section, Node node) {
    if (!(node instanceof MappingNode mapping)) {
      String where = section.isEmpty() ? "the file holds" : "this is a section and holds";
      faults.add(new Fault(section, lineOf(node), where + " keys: write `key: value` lines"));
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        String name = section.isEmpty() ? key.getValue() : section + "." + key.getValue();
        readEntry(name, lineOf(key), entry.getValueNode());
      } else {
        faults.add(
            new Fault(section, lineOf(entry.getKeyNode()), "a key is one word: remove this"));
      }
    }
  }

  private void readEntry(String name, int line, Node value) {
    if (!seen.add(name)) {
      faults.add(new Fault(name, line, "given twice: remove one of the two"));
      return;
    }
    ConfigKey<?> key = KEYS.get(name);
    if (key != null) {
      readValue(key, line, value);
    } else if (!SECTIONS.contains(name)) {
      Set<String> known = value instanceof MappingNode ? SECTIONS : KEYS.keySet();
      String nearest = NearestName.of(name, known);
      faults.add(new Fault(name, line, "unknown key: did you mean " + nearest + "?"));
    } else if (!isNothing(value)) {
      readMapping(name, value);
    }
  }

  private <T> void readValue(ConfigKey<T> key, int line, Node node) {
    Node given = key.kind().takesList() ? joined(node) : node;
    if (!(given instanceof ScalarNode scalar)) {
      faults.add(new Fault(key.name(), line, "write " + key.kind().allowed() + ", not a list"));
    } else if (isNothing(node)) {
      faults.add(new Fault(key.name(), line, "has no value: give one or remove the line"));
    } else {
      switch (key.kind().read(scalar)) {
        case Reading.Value<T>(T value) -> values.put(key, new Given(value, line));
        case Reading.Wrong<T>(String problem) -> faults.add(new Fault(key.name(), line, problem));
      }
    }
  }

  /// A list of scalars as one scalar, joined by commas; anything else as it is.
  private static Node joined(Node node) {
    if (!(node instanceof SequenceNode list)
        || !list.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
      return node;
    }
    List<String> words =
        list.getValue().stream().map(item -> ((ScalarNode) item).getValue()).toList();
    return new ScalarNode(Tag.STR, String.join(",", words), ScalarStyle.PLAIN);
  }

  private static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }
}
