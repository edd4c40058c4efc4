package io.waybill.command;

import io.waybill.account.Vault;
import io.waybill.admin.Live;
import io.waybill.dashboard.CallbackPages;
import io.waybill.dashboard.CarrierPages;
import io.waybill.dashboard.MessagePages;
import io.waybill.dashboard.Page;
import io.waybill.dashboard.RoutePages;
import io.waybill.dashboard.UnmatchedPages;
import io.waybill.dispatch.Dispatch;
import io.waybill.receipt.Receipts;
import io.waybill.store.AdminStore;
import io.waybill.store.CarrierQueue;
import io.waybill.store.Database;
import io.waybill.store.KeyList;
import io.waybill.store.People;
import io.waybill.store.ReceiptDecisions;
import io.waybill.store.ReceiptTrace;
import io.waybill.store.UnmatchedReceipts;
import io.waybill.webhook.EndpointDesk;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pages that need the running steps: messages, sending, carriers, routes, unmatched receipts,
 * callbacks.
 */
final class StepPages {
  private StepPages() {}

  static List<Page> of(
      Database database,
      Vault vault,
      Runnable changed,
      Dispatch dispatch,
      Router router,
      Receipts receipts,
      EndpointDesk desk,
      MessagePages messages,
      Sending sending,
      Reporting reports,
      InstantSource clock) {
    AdminStore admin = new AdminStore(database, vault);
    Live live = new Live(dispatch);
    return Stream.of(
            messages.pages(),
            sending.pages(),
            reports.pages(),
            new CarrierPages(admin, live, new CarrierQueue(database), changed).pages(),
            new RoutePages(admin, router, live::takes).pages(),
            new UnmatchedPages(
                    new UnmatchedReceipts(database),
                    new ReceiptDecisions(database, vault, clock),
                    new ReceiptTrace(database, vault),
                    receipts::assigned)
                .pages(),
            new CallbackPages(desk, new KeyList(database), new People(database, clock)).pages())
        .flatMap(List::stream)
        .toList();
  }
}
