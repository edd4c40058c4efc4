package io.waybill.ops;

/// One key of `waybill.yaml`.
///
/// @param name the full name, section and key joined by a dot
/// @param preset the default as it is written in the file; empty when the key has none
/// @param meaning one sentence for the person who sets it
record ConfigKey<T>(String name, ConfigKind<T> kind, String preset, String meaning) {

  /// The part before the dot; empty for a key at the top of the file.
  String section() {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  String lastPart() {
    return name.substring(name.indexOf('.') + 1);
  }
}
