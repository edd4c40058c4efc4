package io.waybill.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;

/// How we come into the embedded server: one user with a generated password.
///
/// @param passwordFile where the password stands, readable by its owner only
record PostgresLogin(Path data, Path passwordFile, String password) {
  static final String USER = "waybill";
  static final String DATABASE = "waybill";

  private static final int PASSWORD_BYTES = 32;
  private static final String IN_SYSTEM_DATABASE = "postgres";

  /// What came of knocking at the server's door.
  sealed interface Answer {
    record Ready() implements Answer {}

    /// It is starting, recovering or stopping.
    record NotYet() implements Answer {}

    record Silent(String why) implements Answer {}

    record WrongPassword() implements Answer {}

    record SomebodyElse() implements Answer {}
  }

  static PostgresLogin of(Path home, Path data) throws IOException {
    Path file = home.resolve("password");
    if (!Files.exists(file)) {
      if (Files.exists(data)) {
        throw new StartFailure(
            "%s is missing: put it back from a backup; the data beside it is not lost."
                .formatted(file));
      }
      write(file, generated());
    }
    return new PostgresLogin(data, file, Files.readString(file).strip());
  }

  private static String generated() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /// Never readable by others, not even for a moment, and there whole or not at all.
  private static void write(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling("password-unfinished");
    Files.deleteIfExists(unfinished);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        Files.newByteChannel(
            unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /// Tries once whether the server of our data directory answers on a port; takes seconds at most.
  Answer knock(int port) {
    try (Connection connection = connect(port, IN_SYSTEM_DATABASE);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT current_setting('data_directory')")) {
      boolean ours = row.next() && data.equals(Path.of(row.getString(1)));
      return ours ? new Answer.Ready() : new Answer.SomebodyElse();
    } catch (SQLException refused) {
      String state = String.valueOf(refused.getSQLState());
      return switch (state) {
        case "57P03" -> new Answer.NotYet(); // cannot_connect_now
        case "28P01" -> new Answer.WrongPassword(); // invalid_password
        default -> new Answer.Silent(String.valueOf(refused.getMessage()));
      };
    }
  }

  void createDatabase(int port) {
    try (Connection connection = connect(port, IN_SYSTEM_DATABASE);
        var statement = connection.createStatement()) {
      boolean there;
      try (var row =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        there = row.next();
      }
      if (!there) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    } catch (SQLException failure) {
      throw new StartFailure(
          "The database cannot be made in the embedded PostgreSQL: " + failure.getMessage(),
          failure);
    }
  }

  private Connection connect(int port, String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    return DriverManager.getConnection(url(port, database), properties);
  }

  /// Leaves the password out.
  @Override
  public String toString() {
    return "PostgresLogin[" + passwordFile + "]";
  }
}
