package io.waybill.dashboard;

import io.waybill.accept.TextLook;
import io.waybill.price.PriceInfo;
import io.waybill.text.Change;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text as it will be on the air.
 *
 * @param full the same with every costly character replaced that can be
 * @param partPrice to the recipient; null where that is not known
 */
public record TextPreview(
    String sender, TextLook look, TextLook full, int partsMax, @Nullable BigDecimal partPrice) {
  private static final int PIECES_MAX = 2_000;

  /**
   * A piece of it.
   *
   * @param kind empty, {@code replaced} or {@code costly}
   * @param was what stood there before; null: the same
   */
  public record Piece(String text, String kind, @Nullable String was) {}

  /** The text in pieces that say what is special about them. */
  public List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    for (Change change : look.changes()) {
      costly(look.given().substring(at, change.position()), pieces);
      if (!change.to().isEmpty()) {
        pieces.add(new Piece(change.to(), "replaced", change.from()));
      }
      at = change.position() + change.from().length();
    }
    costly(look.given().substring(at), pieces);
    return pieces;
  }

  private void costly(String text, List<Piece> pieces) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      String character = Character.toString(text.codePointAt(i));
      i += character.length();
      if (look.isGsm() || pieces.size() > PIECES_MAX || !TextLook.isCostly(character)) {
        plain.append(character);
      } else {
        if (!plain.isEmpty()) {
          pieces.add(new Piece(plain.toString(), "", null));
          plain.setLength(0);
        }
        pieces.add(new Piece(character, "costly", null));
      }
    }
    if (!plain.isEmpty()) {
      pieces.add(new Piece(plain.toString(), "", null));
    }
  }

  /** What was replaced by what, each once. */
  public Map<String, String> replaced() {
    Map<String, String> all = new LinkedHashMap<>();
    look.changes().forEach(change -> all.putIfAbsent(change.from(), change.to()));
    return all;
  }

  /** Parts; 0 for no text. */
  public int parts() {
    return look.given().isEmpty() ? 0 : look.count().parts();
  }

  /** Characters that still fit into the last part. */
  public int left() {
    return look.perPart() * Math.max(1, look.count().parts()) - look.count().units();
  }

  /** Whether it is longer than may be. */
  public boolean isTooLong() {
    return look.count().parts() > partsMax;
  }

  /** How many parts replacing everything would save. */
  public int saves() {
    return look.count().parts() - full.count().parts();
  }

  /** What it costs; empty where that is not known. */
  public String price() {
    PriceInfo price = parts() == 0 ? null : PriceInfo.of(partPrice, parts());
    return price == null ? "" : price.total() + " €";
  }
}
