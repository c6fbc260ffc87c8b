using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Reads a whole answer.</summary>
internal static class OpenAIChatAnswerReader
{
    /// <summary>Reads the body; null when it is neither an answer nor an error.</summary>
    public static GenAIAnswer? Read(ReadOnlyMemory<byte> body)
    {
        JsonElement root;
        try
        {
            root = JsonDocument.Parse(body).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }

        var answer = new GenAIAnswer
        {
            Id = root.TextAt("id"u8),
            Model = root.TextAt("model"u8),
            ServiceTier = root.TextAt("service_tier"u8),
            Usage = OpenAIChatUsage.Read(root.At("usage"u8)),
            Error = root.At("choices"u8) is null || HasError(root) ? Error(ErrorBody.Read(body.Span)) : null,
        };
        var position = 0;
        foreach (var choice in root.ItemsAt("choices"u8))
        {
            if (choice.ValueKind == JsonValueKind.Object)
            {
                answer.Choices.Add(ReadChoice(choice, position++, answer));
            }
        }

        Cite(root, answer);
        return answer.Choices.Count == 0 && answer.Error is null ? null : answer;
    }

    /// <summary>The content of a message: a text, or a list of parts that may bear reasoning (Mistral).</summary>
    public static void AddContent(JsonElement? content, List<Part> parts)
    {
        if (content is { ValueKind: JsonValueKind.String } text)
        {
            if (text.Text() is { Length: > 0 } words)
            {
                parts.Add(new TextPart(words));
            }

            return;
        }

        foreach (var item in content is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default)
        {
            if (item.TextAt("text"u8) is { } words)
            {
                parts.Add(new TextPart(words));
            }
            else if (item.At("thinking"u8) is { } thinking)
            {
                parts.Add(new ReasoningPart { Text = Words(thinking) });
            }
            else if (item.At("image_url"u8) is { } image && Image(image) is { } picture)
            {
                parts.Add(picture);
            }
        }
    }

    /// <summary>The arguments of a call: text, or the object itself.</summary>
    public static string? Arguments(JsonElement function) => function.At("arguments"u8) switch
    {
        { ValueKind: JsonValueKind.String } text => text.Text(),
        { ValueKind: JsonValueKind.Object } value => value.GetRawText(),
        _ => null,
    };

    /// <summary>A picture that a provider puts beside the text.</summary>
    public static MediaPart? Image(JsonElement image)
    {
        var url = image.Text() ?? image.TextAt("url"u8);
        if (url is null)
        {
            return null;
        }

        var comma = url.StartsWith("data:", StringComparison.Ordinal) ? url.IndexOf(',', StringComparison.Ordinal) : -1;
        return new MediaPart(MediaKind.Image, comma < 0
            ? new MediaSource { Url = url }
            : new MediaSource
            {
                MediaType = url[5..comma].Split(';')[0],
                Base64 = Encoding.UTF8.GetBytes(url[(comma + 1)..]),
            });
    }

    /// <summary>Sound that the model spoke.</summary>
    public static MediaPart Audio(string data, string? transcript) => new(
        MediaKind.Audio, new MediaSource { Base64 = Encoding.UTF8.GetBytes(data) })
    {
        Transcript = transcript,
    };

    private static string Words(JsonElement thinking)
    {
        if (thinking.ValueKind != JsonValueKind.Array)
        {
            return thinking.Text() ?? "";
        }

        var text = new StringBuilder();
        foreach (var item in thinking.EnumerateArray())
        {
            text.Append(item.TextAt("text"u8));
        }

        return text.ToString();
    }

    private static bool HasError(JsonElement root) =>
        root.At("error"u8) is not null || root.At("base_resp"u8) is not null;

    private static AnswerError? Error(ErrorBody? error) =>
        error is null ? null : new AnswerError(error.Code, error.Type, error.Message);

    private static AnswerChoice ReadChoice(JsonElement choice, int position, GenAIAnswer answer)
    {
        var index = choice.CountAt("index"u8) is { } said and <= int.MaxValue ? (int)said : position;
        var message = choice.At("message"u8) ?? default;
        var made = new AnswerChoice
        {
            Index = index,
            Logprobs = choice.WholeAt("logprobs"u8),
        };
        AddReasoning(message, made.Parts);
        AddContent(message.At("content"u8), made.Parts);
        if (message.TextAt("refusal"u8) is { Length: > 0 } refusal)
        {
            made.Parts.Add(new RefusalPart(refusal));
        }

        AddMedia(message, made.Parts);
        OpenAIChatAnswerCalls.Add(message, made.Parts, answer.Id, index);
        AddCitations(made.Parts, OpenAIChatCitations.Read(message.At("annotations"u8)));
        made.RawFinishReason = choice.TextAt("finish_reason"u8);
        made.FinishReason = OpenAIChatFinish.Read(
            made.RawFinishReason, made.Parts.Exists(part => part is ToolCallPart));
        if (made.FinishReason == FinishReason.Error)
        {
            answer.Error ??= OpenAIChatFinish.Error(made.RawFinishReason);
        }

        // Moonshot has put it here.
        answer.Usage ??= OpenAIChatUsage.Read(choice.At("usage"u8));
        return made;
    }

    private static void AddReasoning(JsonElement message, List<Part> parts)
    {
        var details = ReasoningDetails.Read(message.At("reasoning_details"u8) ?? default, "", Dialect.OpenAIChat);
        var words = message.TextAt("reasoning_content"u8) ?? message.TextAt("reasoning"u8);
        if (details.Exists(part => part.Text.Length > 0) || (details.Count > 0 && string.IsNullOrEmpty(words)))
        {
            parts.AddRange(details);
        }
        else if (!string.IsNullOrEmpty(words))
        {
            parts.Add(new ReasoningPart { Text = words, Seal = details.Count > 0 ? details[0].Seal : null });
        }
    }

    private static void AddMedia(JsonElement message, List<Part> parts)
    {
        foreach (var image in message.ItemsAt("images"u8))
        {
            if (Image(image.At("image_url"u8) ?? image) is { } picture)
            {
                parts.Add(picture);
            }
        }

        if (message.At("audio"u8) is { } audio && audio.TextAt("data"u8) is { Length: > 0 } data)
        {
            parts.Add(Audio(data, audio.TextAt("transcript"u8)));
        }
    }

    // xAI: citations, bare addresses; GLM: web_search, results. Both beside the choices.
    private static void Cite(JsonElement root, GenAIAnswer answer)
    {
        if (answer.Choices.Count > 0)
        {
            AddCitations(
                answer.Choices[0].Parts,
                OpenAIChatCitations.Read(root.At("citations"u8) ?? root.At("web_search"u8)));
        }
    }

    private static void AddCitations(List<Part> parts, List<Citation>? citations)
    {
        var at = citations is null ? -1 : parts.FindLastIndex(part => part is TextPart);
        if (at >= 0)
        {
            var text = (TextPart)parts[at];
            parts[at] = text with { Citations = [.. text.Citations ?? [], .. citations!] };
        }
    }
}
