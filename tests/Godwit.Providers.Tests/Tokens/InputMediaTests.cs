using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Scanning;
using Godwit.Providers.GenAI;
using Godwit.Providers.Tokens;
using Xunit;

namespace Godwit.Providers.Tests.Tokens;

/// <summary>What of a request is no text, in every dialect, however it is written.</summary>
public sealed class InputMediaTests
{
    private const string Data = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ";
    private const string Url = "data:image/png;base64," + Data;

    private static readonly string[] Nothing =
    [
        """{"model":"m","messages":[{"role":"user","content":"the source, a file and an image_url"}]}""",
        """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"\u0069mage"}]}]}""",
        """{"model":"m","messages":[],"tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"image_url":{"type":"string"},"file_id":{},"source":{},"url":{}}}}}]}""",
        """{"model":"m","messages":[{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"f","input":{"source":{"type":"url"},"file_id":"x","image_url":"y"}}]}]}""",
        """{"model":"m","messages":[{"content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"some words"}}]}]}""",
        """{"model":"m","input":"hello","conversation":null,"previous_response_id":null}""",
        """{"contents":[{"parts":[{"functionCall":{"name":"f","args":{"fileData":{"fileUri":"x"},"inlineData":{}}}}]}]}""",
        """{"messages":[{"content":[{"type":"search_result","source":"https://example.com","title":"t","content":[{"type":"text","text":"x"}]}]}]}""",
    ];

    public static TheoryData<string> Bodies => [.. Nothing];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Words_tools_and_what_they_were_asked_are_text(string body)
    {
        foreach (var dialect in Dialects)
            Assert.Equal(default, Media(dialect, body));
    }

    [Theory]
    [InlineData(
        Dialect.OpenAIChat,
        """{"model":"m","messages":[{"content":[{"type":"image_url","image_url":{"url":"$url","detail":"high"}},{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"https://e.com/a.png"}}]}]}""",
        2, true)]
    [InlineData(Dialect.OpenAIChat, """{"model":"m","messages":[{"content":[{"type":"image_url","image_url":"$url"}]}]}""", 1, true)]
    [InlineData(
        Dialect.OpenAIChat,
        """{"model":"m","messages":[{"content":[{"\u0074ype":"im\u0061ge_url","im\u0061ge_url":{"url":"https://e.com/a.png"}}]}]}""",
        1, false)]
    [InlineData(
        Dialect.OpenAIResponses,
        """{"model":"m","input":[{"role":"user","content":[{"type":"input_image","image_url":"$url"},{"type":"input_image","file_id":"file-1"}]},{"type":"function_call_output","output":[{"type":"input_image","image_url":"https://e.com/a.png"}]}]}""",
        3, true)]
    [InlineData(
        Dialect.AnthropicMessages,
        """{"model":"m","messages":[{"content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"$data"}},{"type":"image","source":{"type":"url","url":"https://e.com/a.png"}},{"type":"image","source":{"type":"file","file_id":"f"}},{"type":"tool_result","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":""}}]}]}]}""",
        4, false)]
    [InlineData(
        Dialect.AnthropicMessages,
        """{"model":"m","messages":[{"content":[{"type":"document","source":{"type":"content","content":[{"type":"image","source":{"media_type":"image/png","data":"$data","type":"base64"}}]}}]}]}""",
        1, false)]
    [InlineData(
        Dialect.AnthropicMessages,
        """{"model":"m","messages":[{"content":[{"type":"image","s\u006furce":{"type":"base64","media_type":"image/png","d\u0061ta":"AAAA"}}]}]}""",
        1, false)]
    [InlineData(
        Dialect.GeminiGenerateContent,
        """{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"$data"}},{"file_data":{"mime_type":"image/jpeg","file_uri":"https://e.com/f"}}]}]}""",
        2, false)]
    public void Pictures_are_counted_and_their_bytes_are_no_text(Dialect dialect, string body, int pictures, bool isUrl)
    {
        var found = Media(dialect, body);

        var bytes = body.Contains("$url") ? Url.Length : body.Contains("$data") ? Data.Length : 0;
        Assert.Equal(new InputMedia(pictures, bytes, false), found);
        Assert.Equal(isUrl, body.Contains("$url"));
    }

    [Theory]
    [InlineData(Dialect.OpenAIChat, """{"messages":[{"content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"mp3"}}]}]}""")]
    [InlineData(Dialect.OpenAIChat, """{"messages":[{"content":[{"type":"file","file":{"file_data":"AAAA"}}]}]}""")]
    [InlineData(Dialect.OpenAIChat, """{"messages":[{"content":[{"type":"video_url","video_url":{"url":"https://e.com"}}]}]}""")]
    [InlineData(Dialect.OpenAIChat, """{"messages":[{"content":[{"type":"video","video":["https://e.com"]}]}]}""")]
    [InlineData(Dialect.OpenAIChat, """{"messages":[{"content":[{"type":"image_url","image_url":{"url":"data:application/pdf;base64,AAAA"}}]}]}""")]
    [InlineData(Dialect.OpenAIChat, """{"messages":[],"extra_body":{"google":{"cached_content":"c"}}}""")]
    [InlineData(Dialect.OpenAIResponses, """{"input":[{"content":[{"type":"input_file","file_data":"AAAA"}]}]}""")]
    [InlineData(Dialect.OpenAIResponses, """{"input":[{"content":[{"type":"input_file","file_url":"https://e.com"}]}]}""")]
    [InlineData(Dialect.OpenAIResponses, """{"input":[{"type":"item_reference","id":"i"}]}""")]
    [InlineData(Dialect.OpenAIResponses, """{"input":[{"type":"image_generation_call","result":"AAAA"}]}""")]
    [InlineData(Dialect.OpenAIResponses, """{"input":"x","previous_response_id":"r"}""")]
    [InlineData(Dialect.OpenAIResponses, """{"input":"x","conversation":{"id":"c"}}""")]
    [InlineData(Dialect.OpenAIResponses, """{"prompt":{"id":"p"}}""")]
    [InlineData(Dialect.AnthropicMessages, """{"messages":[{"content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"}}]}]}""")]
    [InlineData(Dialect.AnthropicMessages, """{"messages":[{"content":[{"type":"document","source":{"type":"url","url":"https://e.com"}}]}]}""")]
    [InlineData(Dialect.AnthropicMessages, """{"messages":[{"content":[{"type":"container_upload","file_id":"f"}]}]}""")]
    [InlineData(Dialect.AnthropicMessages, """{"messages":[{"content":[{"type":"x","source":{"type":"text","media_type":"application/pdf","type":"base64","data":"AAAA"}}]}]}""")]
    [InlineData(Dialect.GeminiGenerateContent, """{"contents":[{"parts":[{"inlineData":{"mimeType":"video/mp4","data":"AAAA"}}]}]}""")]
    [InlineData(Dialect.GeminiGenerateContent, """{"contents":[{"parts":[{"file_data":{"file_uri":"https://e.com/f"}}]}]}""")]
    [InlineData(Dialect.GeminiGenerateContent, """{"contents":[{"parts":[{"inl\u0069neData":{"mimeType":"application/pdf"}}]}]}""")]
    [InlineData(Dialect.GeminiGenerateContent, """{"contents":[],"cachedContent":"c"}""")]
    public void What_is_longer_than_it_looks_or_not_there_at_all_is_more_than_pictures(Dialect dialect, string body) =>
        Assert.True(Media(dialect, body).Refers);

    [Fact]
    public void Hostile_bodies_are_more_than_pictures_and_throw_nothing()
    {
        var random = new Random(9);
        var sample = Encoding.UTF8.GetBytes(
            """{"messages":[{"content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA"}}]}]}""");
        for (var i = 0; i < 5000; i++)
        {
            var body = (byte[])sample.Clone();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                body[random.Next(body.Length)] = (byte)"{}[]\",:\\u0aA"[random.Next(12)];
            _ = InputMedia.Of(body, Dialect.AnthropicMessages, RequestFeatures.None);
        }

        var deep = Encoding.UTF8.GetBytes("{\"source\":" + new string('[', 100_000));
        Assert.True(InputMedia.Of(deep, Dialect.AnthropicMessages, RequestFeatures.None).Refers);
    }

    private static IEnumerable<Dialect> Dialects =>
    [
        Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.AnthropicMessages, Dialect.GeminiGenerateContent,
    ];

    private static InputMedia Media(Dialect dialect, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(
            body.Replace("$url", Url, StringComparison.Ordinal).Replace("$data", Data, StringComparison.Ordinal));
        Span<char> model = stackalloc char[RequestScan.MaxModelChars];
        Assert.True(RequestScan.TryRead(bytes, Operation.Chat, dialect, true, model, out var scan, out _));
        return InputMedia.Of(bytes, dialect, scan.Features);
    }
}
