using System.Buffers;
using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.GeminiGenerateContent;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Tests.Dialects.GeminiGenerateContent;

/// <summary>Runs this dialect as the gateway does, and tells what came out of it in lines.</summary>
internal static class GeminiWire
{
    private static readonly Guid RequestId = Guid.Parse("01990000-0000-7000-8000-00000000000a");

    /// <summary>The dialect that a golden names; this one when it names none.</summary>
    public static Dialect Named(string? word) => word switch
    {
        "chat" => Dialect.OpenAIChat,
        "responses" => Dialect.OpenAIResponses,
        "anthropic" => Dialect.AnthropicMessages,
        _ => Dialect.GeminiGenerateContent,
    };

    public static GenAIRequest Read(byte[] body, string? client, RequestFaults faults) =>
        DialectList.Client(Named(client)).ReadRequest(body, false, faults);

    public static (byte[] Json, LossReport Losses) Write(GenAIRequest request, string model)
    {
        var losses = new LossReport();
        var output = new ArrayBufferWriter<byte>();
        var context = new ProviderContext { Model = model, Stream = request.Stream, Losses = losses };
        GeminiDialect.Instance.WriteRequest(request, context, output);
        foreach (var extra in request.Extras.Where(extra => !extra.Taken && !extra.Satisfied))
        {
            losses.Drop(extra.Path, "nothing like it");
        }

        return (output.WrittenSpan.ToArray(), losses);
    }

    public static AnswerContext Context(LossReport losses, Dialect provider, bool array = false) => new()
    {
        RequestId = RequestId,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Model = "asked-for",
        Request = new GenAIRequest { Dialect = Dialect.GeminiGenerateContent },
        Provider = provider,
        Losses = losses,
        StreamIsArray = array,
    };

    public static List<AnswerEvent> Events(IProviderDialect provider, params byte[][] chunks)
    {
        using var reader = provider.CreateStreamReader();
        var events = new List<AnswerEvent>();
        foreach (var chunk in chunks)
        {
            reader.Feed(chunk, events);
        }

        reader.Complete(events);
        return events;
    }

    public static string Stream(IEnumerable<AnswerEvent> events, AnswerContext context)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = GeminiDialect.Instance.CreateStreamWriter(context);
        foreach (var next in events)
        {
            writer.Write(next, output);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Describe(IEnumerable<AnswerEvent> events) =>
        string.Join('\n', events.Select(Line).Where(line => line.Length > 0));

    public static string Describe(LossReport losses) =>
        string.Join('\n', losses.Losses.Select(loss => $"{loss.Kind} {loss.Path}: {loss.Reason}"));

    private static string Line(AnswerEvent next) => next switch
    {
        PartStarted started => $"+{started.Choice}.{started.Index} {Name(started.Part)}",
        PartDelta delta => $" {delta.Choice}.{delta.Index} {delta.Text.ReplaceLineEndings("\\n")}",
        PartSealed seal => $" {seal.Choice}.{seal.Index} seal {seal.Seal.Origin} {seal.Seal.Value}",
        PartCited cited => $" {cited.Choice}.{cited.Index} cites {cited.Citation.Url} '{cited.Citation.Title}' "
            + $"{cited.Citation.Start}-{cited.Citation.End}",
        PartEnded ended => $"-{ended.Choice}.{ended.Index}",
        LogprobsReported reported => $"logprobs {reported.Choice} {reported.Logprobs.GetRawText()}",
        UsageReported { Usage: var u } => $"usage in {u.InputTokens} (cached {u.CacheReadInputTokens}, audio "
            + $"{u.AudioInputTokens}) out {u.OutputTokens} (reasoning {u.ReasoningOutputTokens}, audio "
            + $"{u.AudioOutputTokens})",
        _ => next.ToString(),
    };

    private static string Name(Part part) => part switch
    {
        // Ids that are made where the answer has none are random.
        ToolCallPart call => $"call {call.Id} {call.Name}",
        ReasoningPart => "reasoning",
        TextPart => "text",
        MediaPart media => $"{media.Kind} {media.Source.MediaType} {Encoding.UTF8.GetString(media.Source.Base64.Span)}",
        ForeignPart foreign => $"foreign {foreign.Type} {foreign.Value.GetRawText()}",
        _ => part.GetType().Name,
    };
}
