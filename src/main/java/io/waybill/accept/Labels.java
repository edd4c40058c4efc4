package io.waybill.accept;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The customer's own marks on a message, to find it by: `campaign` and `tags`.
final class Labels {
  static final int CAMPAIGN_MAX = 100;
  static final int TAGS_MAX = 10;
  static final int TAG_MAX = 50;

  private Labels() {}

  static @Nullable String campaignRule(String campaign) {
    boolean fits =
        !campaign.isBlank() && campaign.length() <= CAMPAIGN_MAX && hasNoControls(campaign);
    return fits ? null : "must be 1 to " + CAMPAIGN_MAX + " characters without line breaks";
  }

  static boolean isTag(String tag) {
    return !tag.isBlank() && tag.length() <= TAG_MAX && hasNoControls(tag);
  }

  /// Empty if there are none, or if they are wrong (then a fault).
  static List<String> tags(Fields top) {
    JsonNode node = top.node("tags");
    if (node == null) {
      return List.of();
    }
    List<String> tags = new ArrayList<>();
    boolean right = node.isArray() && node.size() <= TAGS_MAX;
    for (int i = 0; right && i < node.size(); i++) {
      JsonNode tag = node.get(i);
      right = tag.isString() && isTag(tag.stringValue()) && !tags.contains(tag.stringValue());
      tags.add(tag.asString(""));
    }
    if (!right) {
      top.wrong(
          "tags",
          "must be a list of at most %d different words of 1 to %d characters"
              .formatted(TAGS_MAX, TAG_MAX));
      return List.of();
    }
    return tags;
  }

  private static boolean hasNoControls(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }
}
