package io.waybill.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.http.Fault;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The contents of channels, read as strictly as contract 1.2 has them. */
class ChannelContentTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** What is wrong with a message, as `code source`. */
  private static List<String> faults(String channel, String message) {
    List<Fault> faults = Fields.noFaults();
    Fields fields = new Fields(JSON.readTree(quoted(message)), "payload[" + channel + "]", faults);
    String content = ChannelContent.read(fields, channel);
    assertThat(content == null).as("no content when there is a fault").isEqualTo(!faults.isEmpty());
    return faults.stream().map(f -> f.code().number() + " " + f.source()).toList();
  }

  private static String quoted(String message) {
    return message.replace('\'', '"');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'image_url':'https://x.example/a.png'}",
        "{'text':'Hi','sender':'Shop','ttl':60}",
        "{'text':'Hi','button_text':'Go','button_url':'https://x.example'}",
        "{'text':'Hi','image_url':'http://x.example/a','button_text':'Go','button_url':'http://x'}",
        "{'video':{'url':'https://x.example/v.mp4','thumbnail':'https://x.example/t.jpg',"
            + "'file_size':209715200,'duration':600}}",
        "{'text':'Hi','video':{'url':'https://x.example/v.mp4',"
            + "'thumbnail':'https://x.example/t.jpg','file_size':1,'duration':1}}",
        "{'text':'Hi','button_text':'Go','video':{'url':'https://x.example/v.mp4',"
            + "'thumbnail':'https://x.example/t.jpg','file_size':1,'duration':1}}",
        "{'text':'Hi','carousel':{'items':[{'title':'ab','image_url':'https://x.example/a',"
            + "'primary_button':{'label':'l','action_url':'https://x.example'}},"
            + "{'title':'cd','image_url':'https://x.example/b','primary_button':{'label':'l',"
            + "'action_url':'https://x.example'},'secondary_button':{'label':'m',"
            + "'action_url':'https://x.example'}}]}}",
        "{'template':{'id':'t-1','lang':'en','params':{'pin':'1234'}}}",
        "{'text':'Hi','image_url':null,'button_text':null}"
      })
  void viberTakesWhatGoesTogether(String message) {
    assertThat(faults("viber", message)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|106 payload[viber]",
        "{'text':'Hi','image_url':'https://x.example/a'}|105 payload[viber]",
        "{'text':'Hi','button_text':'Go'}|105 payload[viber]",
        "{'button_url':'https://x.example'}|105 payload[viber]",
        "{'carousel':{'items':[]}}|105 payload[viber]",
        "{'template':{'id':'t'},'text':'Hi'}|105 payload[viber]",
        "{'text':7}|105 payload[viber][text]",
        "{'text':''}|105 payload[viber][text]",
        "{'image_url':'ftp://x.example/a'}|105 payload[viber][image_url]",
        "{'image_url':'not a url'}|105 payload[viber][image_url]",
        "{'video':'https://x.example'}|105 payload[viber][video]",
        "{'video':{'thumbnail':'https://x.example/t','file_size':1,'duration':1}}"
            + "|106 payload[viber][video][url]",
        "{'video':{'url':'https://x.example/v','thumbnail':'https://x.example/t',"
            + "'file_size':209715201,'duration':1}}|105 payload[viber][video][file_size]",
        "{'video':{'url':'https://x.example/v','thumbnail':'https://x.example/t',"
            + "'file_size':1,'duration':601}}|105 payload[viber][video][duration]",
        "{'text':'Hi','carousel':{'items':[{}]}}|105 payload[viber][carousel][items]",
        "{'template':{'lang':'en'}}|106 payload[viber][template][id]",
        "{'template':{'id':'t','lang':'en','params':{'pin':5}}}"
            + "|105 payload[viber][template][params][pin]"
      })
  void viberRefusesTheRestAndSaysWhere(String message, String fault) {
    assertThat(faults("viber", message)).contains(fault);
  }

  @Test
  void boundsOfViberAreTheContracts() {
    assertThat(faults("viber", "{'text':'" + "a".repeat(1_000) + "'}")).isEmpty();
    assertThat(faults("viber", "{'text':'" + "a".repeat(1_001) + "'}"))
        .containsExactly("105 payload[viber][text]");
    String item =
        "{'title':'%s','image_url':'https://x.example/a','primary_button':{'label':'l',"
            + "'action_url':'https://x.example'}}";
    String two = "{'text':'Hi','carousel':{'items':[" + item + "," + item + "]}}";
    assertThat(faults("viber", two.replace("%s", "a".repeat(38)))).isEmpty();
    assertThat(faults("viber", two.replace("%s", "a".repeat(39))))
        .contains("105 payload[viber][carousel][items][0][title]");
    assertThat(faults("viber", two.replace("%s", "a"))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'text':{'body':'Hi'}}",
        "{'text':{'body':'Hi','preview_url':false}}",
        "{'image':{'link':'https://x.example/a.jpg','caption':'c','mime_type':'image/jpeg'}}",
        "{'video':{'id':'1234'}}",
        "{'audio':{'id':'1234','mime_type':'audio/ogg'}}",
        "{'document':{'link':'https://x.example/a.pdf','file_name':'a.pdf'}}",
        "{'sticker':{'id':'1','animated':true}}",
        "{'template':{'name':'order','language':{'code':'en','policy':'deterministic'},"
            + "'components':[{'type':'body','parameters':[{'type':'text','text':'Ann'},"
            + "{'type':'currency','currency':{'fallback_value':'1 EUR','code':'EUR',"
            + "'amount_1000':1000}},{'type':'date_time','date_time':{'fallback_value':'today'}}]},"
            + "{'type':'button','sub_type':'url','index':0,"
            + "'parameters':[{'type':'payload','payload':'p'}]}]}}",
        "{'image':{'content':'aGVsbG8=','caption':'c'}}",
        "{'document':{'content':'aGVsbG8='}}",
        "{'audio':{'content':'aGVs\\nbG8='}}"
      })
  void whatsappTakesTheContentsOfNewAndOldClients(String message) {
    assertThat(faults("whatsapp", message)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|106 payload[whatsapp]",
        "{'text':{'body':'Hi'},'image':{'id':'1'}}|105 payload[whatsapp]",
        "{'text':'Hi'}|105 payload[whatsapp][text]",
        "{'text':{}}|106 payload[whatsapp][text][body]",
        "{'text':{'body':'Hi','preview_url':'yes'}}|105 payload[whatsapp][text][preview_url]",
        "{'image':{}}|106 payload[whatsapp][image]",
        "{'image':{'id':'1','link':'https://x.example'}}|105 payload[whatsapp][image]",
        "{'image':{'id':'1','content':'aGVsbG8='}}|105 payload[whatsapp][image]",
        "{'image':{'content':'###'}}|105 payload[whatsapp][image][content]",
        "{'video':{'content':'aGVsbG8='}}|106 payload[whatsapp][video]",
        "{'audio':{'link':'x'}}|105 payload[whatsapp][audio][link]",
        "{'sticker':{'id':'1','animated':1}}|105 payload[whatsapp][sticker][animated]",
        "{'template':{'name':'n','language':{},'components':[]}}"
            + "|106 payload[whatsapp][template][language][code]",
        "{'template':{'name':'n','language':{'code':'en'}}}"
            + "|106 payload[whatsapp][template][components]",
        "{'template':{'name':'n','language':{'code':'en'},'components':[{}]}}"
            + "|106 payload[whatsapp][template][components][0][type]",
        "{'template':{'name':'n','language':{'code':'en'},'components':[{'type':'body',"
            + "'parameters':[{'type':'currency','currency':{'code':'EUR','amount_1000':1.5}}]}]}}"
            + "|105 payload[whatsapp][template][components][0][parameters][0][currency][amount_1000]"
      })
  void whatsappRefusesTheRestAndSaysWhere(String message, String fault) {
    assertThat(faults("whatsapp", message)).contains(fault);
  }

  @Test
  void aFileOfAnOldClientMayHaveFiveMebioctets() {
    String most = Base64.getEncoder().encodeToString(new byte[WhatsappContent.FILE_MAX]);
    assertThat(faults("whatsapp", "{'image':{'content':'" + most + "'}}")).isEmpty();
    String more = Base64.getEncoder().encodeToString(new byte[WhatsappContent.FILE_MAX + 1]);
    assertThat(faults("whatsapp", "{'image':{'content':'" + more + "'}}"))
        .containsExactly("105 payload[whatsapp][image][content]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'text':'Hi'}|",
        "{'text':'Hi','image_url':'https://x.example/a'}|",
        "{'document_url':'https://x.example/a'}|",
        "{'audio_url':'https://x.example/a'}|",
        "{}|106 payload[telegram]",
        "{'image_url':'https://x.example/a','audio_url':'https://x.example/b'}"
            + "|105 payload[telegram]",
        "{'text':['Hi']}|105 payload[telegram][text]"
      })
  void telegramTakesTextAndOneFile(
      String message, @org.jspecify.annotations.Nullable String fault) {
    assertThat(faults("telegram", message)).isEqualTo(fault == null ? List.of() : List.of(fault));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'sender':'S','text':'Hi'}",
        "{'sender':'S','content_info':{'file_url':'https://x.example/a','force_refresh':false}}",
        "{'sender':'S','rich_card':{'standalone_card':{'card_orientation':'VERTICAL',"
            + "'thumbnail_image_alignment':'LEFT','card_content':{'title':'t','media':{"
            + "'height':'TALL','content_info':{'file_url':'u','force_refresh':true}},"
            + "'suggestions':[{'reply':{'text':'Yes','postback_data':'y'}}]}}}}",
        "{'sender':'S','rich_card':{'carousel_card':{'card_width':'SMALL',"
            + "'card_contents':[{'title':'a'},{'title':'b'}]}}}",
        "{'sender':'S','text':'Hi','suggestions':[{'action':{'text':'Call','postback_data':'c',"
            + "'dial_action':{'phone_number':'+372'}}},{'action':{'text':'Where',"
            + "'postback_data':'w','view_location_action':{'lat_long':{'latitude':59.4,"
            + "'longitude':24.7},'label':'x'}}},{'action':{'text':'Open','postback_data':'o',"
            + "'open_url_action':{'url':'https://x.example','application':'WEBVIEW',"
            + "'webview_view_mode':'HALF'}}},{'action':{'text':'Me','postback_data':'m',"
            + "'share_location_action':{}}},{'action':{'text':'Plan','postback_data':'p',"
            + "'create_calendar_event_action':{'start_time':'2027-01-01T00:00:00Z',"
            + "'end_time':'2027-01-01T01:00:00Z','title':'t','description':'d'}}}]}"
      })
  void rcsTakesTextFilesCardsAndSuggestions(String message) {
    assertThat(faults("rcs", message)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'text':'Hi'}|106 payload[rcs][sender]",
        "{'sender':'S'}|106 payload[rcs]",
        "{'sender':'S','text':'Hi','content_info':{'file_url':'u','force_refresh':true}}"
            + "|105 payload[rcs]",
        "{'sender':'S','content_info':{'file_url':'u'}}"
            + "|106 payload[rcs][content_info][force_refresh]",
        "{'sender':'S','rich_card':{}}|106 payload[rcs][rich_card]",
        "{'sender':'S','rich_card':{'carousel_card':{'card_width':'BIG',"
            + "'card_contents':[{},{}]}}}|105 payload[rcs][rich_card][carousel_card][card_width]",
        "{'sender':'S','rich_card':{'carousel_card':{'card_width':'SMALL',"
            + "'card_contents':[{}]}}}|105 payload[rcs][rich_card][carousel_card][card_contents]",
        "{'sender':'S','text':'Hi','suggestions':[{}]}|106 payload[rcs][suggestions][0]",
        "{'sender':'S','text':'Hi','suggestions':[{'reply':{'text':'abcdefghijklmnopqrstuvwxyz',"
            + "'postback_data':'y'}}]}|105 payload[rcs][suggestions][0][reply][text]",
        "{'sender':'S','text':'Hi','suggestions':[{'action':{'text':'a','postback_data':'y',"
            + "'dial_action':{},'share_location_action':{}}}]}"
            + "|105 payload[rcs][suggestions][0][action]",
        "{'sender':'S','text':'Hi','suggestions':[{'action':{'text':'a','postback_data':'y',"
            + "'view_location_action':{'lat_long':{'latitude':91,'longitude':0}}}}]}"
            + "|105 payload[rcs][suggestions][0][action][view_location_action][lat_long][latitude]"
      })
  void rcsRefusesTheRestAndSaysWhere(String message, String fault) {
    assertThat(faults("rcs", message)).contains(fault);
  }

  @Test
  void boundsOfRcsAreTheContracts() {
    String text = "{'sender':'S','text':'%s'}";
    assertThat(faults("rcs", text.formatted("a".repeat(3_072)))).isEmpty();
    assertThat(faults("rcs", text.formatted("a".repeat(3_073))))
        .containsExactly("105 payload[rcs][text]");
    String reply = "{'reply':{'text':'y','postback_data':'y'}}";
    String many = "{'sender':'S','text':'Hi','suggestions':[%s]}";
    assertThat(faults("rcs", many.formatted(String.join(",", Collections.nCopies(11, reply)))))
        .isEmpty();
    assertThat(faults("rcs", many.formatted(String.join(",", Collections.nCopies(12, reply)))))
        .containsExactly("105 payload[rcs][suggestions]");
  }

  @Test
  void whatTheContractDoesNotKnowIsLeftOut() {
    Fields fields =
        new Fields(
            JSON.readTree(
                quoted(
                    "{'channel':'viber','sender':'S','ttl':5,'text':'Hi','foo':1,'video':null}")),
            "payload[viber]",
            Fields.noFaults());
    assertThat(ChannelContent.read(fields, "viber")).isEqualTo("{\"text\":\"Hi\"}");
  }
}
