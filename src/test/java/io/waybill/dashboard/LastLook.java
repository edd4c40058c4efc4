package io.waybill.dashboard;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps a picture of what the browser showed when a test failed, under target/failed. */
final class LastLook implements AfterTestExecutionCallback {
  private static final Path PICTURES = Path.of("target", "failed");

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()
        && context.getRequiredTestInstance() instanceof BrowserTest test) {
      String name =
          test.getClass().getSimpleName() + "." + context.getRequiredTestMethod().getName();
      test.page.screenshot(
          new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
    }
  }
}
