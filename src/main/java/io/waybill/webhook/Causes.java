package io.waybill.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Says for customers why a callback got no answer. Never repeats what a stranger sent. */
final class Causes {
  private Causes() {}

  static String noAnswerWithin(Duration time) {
    return "no answer within " + time.toMillis() / 1000.0 + " s";
  }

  static boolean isTimeOut(IOException failure) {
    return failure instanceof SocketTimeoutException || failure instanceof ConnectTimeoutException;
  }

  static String of(IOException failure) {
    return switch (failure) {
      case AddressCheck.Refused refused -> refused.why();
      case TimedLookup.Unanswered unanswered -> unanswered.why();
      case UnknownHostException _ -> "the endpoint's name was not found";
      case ConnectTimeoutException _ -> "no connection in time";
      case SocketTimeoutException _ -> "no answer in time";
      case NoRouteToHostException _ -> "no route to the endpoint";
      case ConnectException _ -> "the connection was refused";
      case SSLException _ -> "no TLS connection: is the certificate valid for this name?";
      case NoHttpResponseException _ -> "the connection was closed without an answer";
      case SocketException _ -> "the connection was reset";
      case MessageConstraintException _ -> "the answer's headers are too long";
      case IOException other when other.getCause() instanceof HttpException ->
          "the answer is not HTTP";
      case IOException _ -> "the exchange failed";
    };
  }
}
