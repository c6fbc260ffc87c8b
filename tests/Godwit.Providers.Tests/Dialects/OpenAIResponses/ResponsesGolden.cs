using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.OpenAIResponses;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;
using Godwit.Providers.Tests.Usage;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIResponses;

/// <summary>
/// A wire golden of named sections. With <c>GODWIT_APPROVE</c> set to the folder of the goldens, what was written takes
/// the place of what was expected.
/// </summary>
internal sealed class ResponsesGolden(string name)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Guid RequestId = Guid.Parse("01990000-0000-7000-8000-00000000000a");
    private readonly string text = File.ReadAllText(Path.Combine(Folder, name));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Dialects", "OpenAIResponses", "golden");

    public static IEnumerable<string> Names(string prefix) =>
        Directory.GetFiles(Folder, prefix + "*.txt").Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    public byte[] Bytes(string section) => Encoding.UTF8.GetBytes(Section(section)!);

    /// <summary>Compares with a section, or puts it there.</summary>
    public void Expect(string section, string actual)
    {
        actual = actual.TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("GODWIT_APPROVE") is { Length: > 0 } folder)
        {
            Approve(Path.Combine(folder, name), section, actual);
            return;
        }

        Assert.Equal(Section(section)?.TrimEnd() + "\n", actual);
    }

    public static GenAIRequest Read(ReadOnlyMemory<byte> body, RequestFaults faults) =>
        ResponsesDialect.Instance.ReadRequest(body, false, faults);

    /// <summary>Writes a request in this dialect; null with the reason when it can't be read.</summary>
    public static (string Json, LossReport Losses) Write(GenAIRequest request)
    {
        var losses = new LossReport();
        var output = new ArrayBufferWriter<byte>();
        ResponsesDialect.Instance.WriteRequest(
            request, new ProviderContext { Model = "gpt-provider", Stream = request.Stream, Losses = losses }, output);
        foreach (var extra in request.Extras.Where(extra => !extra.Taken && !extra.Satisfied))
        {
            losses.Drop(extra.Path, "nothing like it");
        }

        return (Pretty(output.WrittenSpan), losses);
    }

    public static AnswerContext Context(GenAIRequest? request = null) => new()
    {
        RequestId = RequestId,
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1_760_000_000),
        Model = "gpt-client",
        Request = request ?? new GenAIRequest { Dialect = Dialect.OpenAIResponses },
        Provider = Dialect.OpenAIResponses,
        Losses = new LossReport(),
    };

    public static List<AnswerEvent> Events(params ReadOnlySpan<byte[]> chunks)
    {
        using var reader = ResponsesDialect.Instance.CreateStreamReader();
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
        var writer = ResponsesDialect.Instance.CreateStreamWriter(context);
        var output = new ArrayBufferWriter<byte>();
        foreach (var next in events)
        {
            writer.Write(next, output);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Pretty(ReadOnlySpan<byte> json) => JsonNode.Parse(json)!.ToJsonString(Indented);

    public static string Describe(IEnumerable<AnswerEvent> events) =>
        string.Join('\n', events.Select(one => one switch
        {
            AnswerStarted started => $"started {started.Id} {started.Model}",
            PartStarted part => $"part {part.Choice}.{part.Index} {Describe(part.Part)}",
            PartDelta delta => $"delta {delta.Choice}.{delta.Index} {JsonValue.Create(delta.Text)!.ToJsonString()}",
            PartSealed seal => $"sealed {seal.Choice}.{seal.Index} {seal.Seal.Value} closed={seal.Seal.Closed}",
            PartCited cited => $"cited {cited.Choice}.{cited.Index} {cited.Citation.Url ?? cited.Citation.Title}",
            PartEnded ended => $"ended {ended.Choice}.{ended.Index}",
            LogprobsReported reported => $"logprobs {reported.Choice} {reported.Logprobs.GetRawText()}",
            ChoiceFinished finished => $"finished {finished.Choice} {finished.Reason} {finished.Raw}",
            UsageReported usage => $"usage {UsageGolden.Describe(usage.Usage)}",
            AnswerFailed failed => $"failed {failed.Error.Code} {failed.Error.Type} {failed.Error.Message}",
            _ => one.GetType().Name,
        }));

    public static string Describe(Part part) => part switch
    {
        TextPart text => $"text {text.Text}",
        RefusalPart refusal => $"refusal {refusal.Text}",
        ReasoningPart reasoning => $"reasoning {reasoning.Id} summary={reasoning.IsSummary} {reasoning.Text}",
        ToolCallPart call => $"call {call.Id} {call.Name} {call.Arguments}",
        ForeignPart foreign => $"foreign {foreign.Type}",
        _ => part.GetType().Name,
    };

    private string? Section(string section) => Section(text, section);

    private static string? Section(string text, string section)
    {
        var start = text.IndexOf($"=== {section}\n", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start = text.IndexOf('\n', start) + 1;
        var end = text.IndexOf("\n=== ", start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..(end + 1)];
    }

    private static void Approve(string path, string section, string actual)
    {
        var text = File.ReadAllText(path);
        var old = Section(text, section);
        var head = $"=== {section}\n";
        File.WriteAllText(
            path, old is null ? text.TrimEnd() + "\n" + head + actual : text.Replace(head + old, head + actual));
    }
}
