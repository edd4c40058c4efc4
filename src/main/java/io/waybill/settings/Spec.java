package io.waybill.settings;

import java.util.Map;

/** One thing that people set, checked. */
public interface Spec {
  /** Its name, unique among its kind. */
  String name();

  /** Everything that is set, with every default, without its name and without secrets. */
  Map<String, Object> toMap();
}
