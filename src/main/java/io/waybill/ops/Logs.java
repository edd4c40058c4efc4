package io.waybill.ops;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.slf4j.event.Level;

/// The log: one line per event on stderr, times in UTC. The form of a line, and which libraries may
/// only warn, stand in `logback.xml`.
public final class Logs {
  private Logs() {}

  /// Sets how much is logged, and brings java.util.logging into the same log. May be called again.
  public static void setUp(Level level) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    setRootLevel(level);
  }

  /// Logback is there at run time only, so that no class of ours can grow to depend on it.
  private static void setRootLevel(Level level) {
    Logger root = LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    try {
      var setLevel =
          Arrays.stream(root.getClass().getMethods())
              .filter(method -> method.getName().equals("setLevel"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no Logback on the class path"));
      Class<?> type = setLevel.getParameterTypes()[0];
      setLevel.invoke(root, type.getField(level.name()).get(null));
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException("Logback has changed", changed);
    }
  }
}
