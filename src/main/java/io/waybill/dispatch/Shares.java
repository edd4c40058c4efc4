package io.waybill.dispatch;

/**
 * Divides free seats between the priorities: the higher goes first, but a tenth is kept for those
 * below it as long as they want it (design 11). What a tenth leaves over in small numbers is kept
 * in mind, so that of ten single seats one goes below. Not thread-safe.
 */
final class Shares {
  /** Priorities, 0 being the highest. */
  static final int CLASSES = 3;

  private static final double KEPT = 0.1;
  private final double[] owed = new double[CLASSES];

  /**
   * How many each priority gets.
   *
   * @param seats free ones
   * @param wanted how many each priority could use, highest first
   */
  int[] split(int seats, int[] wanted) {
    int[] given = new int[CLASSES];
    split(seats, wanted, given, 0);
    return given;
  }

  private void split(int seats, int[] wanted, int[] given, int from) {
    if (from == CLASSES) {
      return;
    }
    int below = 0;
    for (int i = from + 1; i < CLASSES; i++) {
      below += wanted[i];
    }
    int kept = 0;
    if (below > 0 && wanted[from] > 0) {
      owed[from] += seats * KEPT;
      kept = Math.min(Math.min((int) owed[from], below), seats);
      owed[from] -= (int) owed[from];
    }
    given[from] = Math.min(wanted[from], seats - kept);
    split(seats - given[from], wanted, given, from + 1);
  }
}
