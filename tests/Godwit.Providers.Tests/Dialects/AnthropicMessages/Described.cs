using System.Globalization;
using System.Text;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Tests.Dialects.AnthropicMessages;

/// <summary>Neutral requests and events as lines of text, for goldens.</summary>
internal static class Described
{
    public static string Events(IEnumerable<AnswerEvent> events)
    {
        var text = new StringBuilder();
        foreach (var one in events)
        {
            text.Append(Event(one)).Append('\n');
        }

        return text.ToString();
    }

    public static string Request(GenAIRequest request)
    {
        var text = new StringBuilder();
        foreach (var message in request.Messages)
        {
            text.Append(CultureInfo.InvariantCulture, $"{message.Role} {message.Path}\n");
            Parts(message.Parts, "  ", text);
        }

        foreach (var tool in request.Tools)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"tool {tool.Name} {tool.Hosted?.Type ?? "function"} {tool.Path}{Cache(tool.Cache)}\n");
        }

        Line("choice", request.ToolChoice is { } choice ? $"{choice.Mode} {choice.Name}" : null);
        Line("parallel", request.ParallelToolCalls);
        Line("format", request.ResponseFormat?.Kind);
        Line("reasoning", request.Reasoning);
        Line("limit", request.MaxOutputTokens);
        Line("temperature", request.Temperature);
        Line("top_p", request.TopP);
        Line("top_k", request.TopK);
        Line("stop", request.Stop is { } stop ? string.Join('|', stop) : null);
        Line("user", request.User);
        Line("tier", request.ServiceTier);
        Line("stream", request.Stream ? true : null);
        foreach (var extra in request.Extras)
        {
            Line("extra", $"{extra.Name} at {extra.Path}");
        }

        return text.ToString();

        void Line(string name, object? value)
        {
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
            }
        }
    }

    public static string Losses(IEnumerable<Loss> losses) =>
        string.Concat(losses.Select(loss => $"{loss.Kind} {loss.Path}: {loss.Reason}\n"));

    private static void Parts(List<Part> parts, string indent, StringBuilder text)
    {
        foreach (var part in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}{PartLine(part)}{Cache(part.Cache)}\n");
            if (part is ToolResultPart result)
            {
                Parts(result.Content, indent + "  ", text);
            }
        }
    }

    private static string Cache(CacheMark? mark) => mark is null ? "" : mark.Hour ? " cached 1h" : " cached";

    private static string PartLine(Part part) => part switch
    {
        TextPart text => $"text \"{text.Text}\""
            + string.Concat((text.Citations ?? []).Select(c => " cited " + CitationLine(c))),
        RefusalPart refusal => $"refusal \"{refusal.Text}\"",
        ReasoningPart reasoning => $"reasoning \"{reasoning.Text}\"{Seal(reasoning.Seal)}",
        ToolCallPart call => $"call {call.Id} {call.Name} {call.Arguments}{Seal(call.Seal)}",
        ToolResultPart result => $"result {result.CallId}{(result.IsError ? " error" : "")}",
        MediaPart media => $"{media.Kind} {Source(media.Source)} {media.Name} {media.Context}"
            + (media.CitationsWanted ? " to cite" : "") + (media.Native is null ? "" : " native"),
        ForeignPart foreign => $"foreign {foreign.Type} {foreign.Value.GetRawText()}",
        _ => part.ToString(),
    };

    private static string Source(MediaSource source) => source.Url ?? source.FileId ?? source.Text
        ?? $"{source.MediaType} {Encoding.UTF8.GetString(source.Base64.Span)}";

    private static string Seal(ReasoningSeal? seal) =>
        seal is null ? "" : $" sealed {seal.Origin} {seal.Value}{(seal.Closed ? " closed" : "")}";

    private static string CitationLine(Citation c) =>
        $"[{c.Url}|{c.Title}|{c.CitedText}|{c.DocumentIndex}|{c.Start}-{c.End}]";

    private static string Event(AnswerEvent one) => one switch
    {
        AnswerStarted started => $"started {started.Id} {started.Model}",
        PartStarted start => $"part {start.Choice}.{start.Index} {PartLine(start.Part)}",
        PartDelta delta => $"delta {delta.Choice}.{delta.Index} {delta.Text}",
        PartSealed seal => $"sealed {seal.Choice}.{seal.Index}{Seal(seal.Seal)}",
        PartCited cited => $"cited {cited.Choice}.{cited.Index} {CitationLine(cited.Citation)}",
        PartEnded ended => $"end {ended.Choice}.{ended.Index}",
        ChoiceFinished end => $"finished {end.Choice} {end.Reason} {end.Raw} {end.StopSequence}",
        UsageReported usage => "usage " + Usage(usage.Usage),
        AnswerFailed failed => $"failed {failed.Error.Code} {failed.Error.Type} {failed.Error.Message}",
        _ => one.GetType().Name,
    };

    public static string Usage(TokenUsage? usage) => usage is not { } u ? "none"
        : $"in {u.InputTokens} out {u.OutputTokens} read {u.CacheReadInputTokens} write {u.CacheWriteInputTokens} "
            + $"hour {u.CacheWriteHourInputTokens} reasoning {u.ReasoningOutputTokens} tools {u.ServerToolCalls}";
}
