using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;
using Xunit;

namespace Godwit.Providers.Tests.Matrix;

/// <summary>Translates as the gateway does, from one dialect to another.</summary>
internal static class Translator
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IReadOnlyList<Dialect> Clients { get; } =
        [Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.AnthropicMessages, Dialect.GeminiGenerateContent];

    public static IReadOnlyList<Dialect> Providers { get; } =
        [.. Enum.GetValues<Dialect>().Where(dialect => DialectList.Provider(dialect) is not null)];

    /// <summary>A feature's body as a client of the dialect writes it.</summary>
    public static string ClientBody(Dialect client, MatrixFeature feature) => client == Dialect.OpenAIChat
        ? feature.Body : Write(Read(Dialect.OpenAIChat, feature.Body, false), client, out _);

    /// <summary>Whether a client of the dialect can ask for the feature at all.</summary>
    public static bool Has(Dialect client, MatrixFeature feature)
    {
        if (client == Dialect.OpenAIChat)
        {
            return true;
        }

        _ = Write(Read(Dialect.OpenAIChat, feature.Body, false), client, out var losses);
        return !losses.Losses.Any(loss => loss.Kind is LossKind.Emulated
            || (loss.Kind == LossKind.Dropped && loss.Path != "response_format.additionalProperties"));
    }

    public static GenAIRequest Read(Dialect client, string body, bool stream)
    {
        var faults = new RequestFaults();
        var request = DialectList.Client(client).ReadRequest(Encoding.UTF8.GetBytes(body), stream, faults);
        Assert.Null(faults.First);
        return request;
    }

    public static string Write(GenAIRequest request, Dialect provider, out LossReport losses)
    {
        losses = new LossReport();
        var output = new ArrayBufferWriter<byte>();
        DialectList.Provider(provider)!.WriteRequest(
            request, new ProviderContext { Model = "m", Stream = request.Stream, Losses = losses }, output);
        foreach (var extra in request.Extras.Where(extra => !extra.Taken && !extra.Satisfied))
        {
            losses.Drop(extra.Path, "the dialect has nothing like it");
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static AnswerContext Context(Dialect client, Dialect provider, LossReport losses) => new()
    {
        RequestId = Guid.Parse("01990000-0000-7000-8000-00000000000a"),
        CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(1_800_000_000),
        Model = "m",
        Request = new GenAIRequest { Dialect = client, IncludeUsage = true },
        Provider = provider,
        Losses = losses,
    };

    public static string Answer(GenAIAnswer answer, Dialect client, Dialect provider, LossReport losses)
    {
        var output = new ArrayBufferWriter<byte>();
        DialectList.Client(client).WriteAnswer(answer, Context(client, provider, losses), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Stream(IEnumerable<AnswerEvent> events, Dialect client, Dialect provider, LossReport losses)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = DialectList.Client(client).CreateStreamWriter(Context(client, provider, losses));
        foreach (var one in events)
        {
            writer.Write(one, output);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static List<AnswerEvent> Events(Dialect provider, params IEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        var events = new List<AnswerEvent>();
        using var reader = DialectList.Provider(provider)!.CreateStreamReader();
        foreach (var chunk in chunks)
        {
            reader.Feed(chunk.Span, events);
        }

        reader.Complete(events);
        return events;
    }

    /// <summary>JSON laid out to be read by people.</summary>
    public static string Pretty(string json) => JsonNode.Parse(json)!.ToJsonString(Indented);

    public static string NameOf(Dialect dialect) => DialectText.Of(dialect);
}
