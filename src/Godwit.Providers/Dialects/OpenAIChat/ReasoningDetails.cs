using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>
/// The members of <c>reasoning_details</c>, in which providers of this dialect hand on reasoning that they need back:
/// <c>reasoning.text</c> with a signature, <c>reasoning.summary</c>, and <c>reasoning.encrypted</c>. Members of the
/// same <c>index</c> belong together.
/// </summary>
internal static class ReasoningDetails
{
    /// <summary>Reads the list.</summary>
    /// <param name="list">The list; anything else is none.</param>
    /// <param name="path">Where it stands; empty in answers.</param>
    /// <param name="dialect">Whose a seal is when it bears no mark.</param>
    public static List<ReasoningPart> Read(JsonElement list, string path, Dialect dialect)
    {
        var parts = new List<ReasoningPart>();
        var groups = new List<long?>();
        if (list.ValueKind != JsonValueKind.Array)
        {
            return parts;
        }

        var i = 0;
        foreach (var item in list.EnumerateArray())
        {
            var group = item.CountAt("index"u8);
            if (One(item, path.Length == 0 ? "" : $"{path}[{i}]", dialect) is { } part)
            {
                var at = group is null ? -1 : groups.IndexOf(group);
                if (at < 0)
                {
                    parts.Add(part);
                    groups.Add(group);
                }
                else
                {
                    parts[at] = parts[at] with
                    {
                        Text = parts[at].Text + part.Text,
                        Seal = part.Seal ?? parts[at].Seal,
                        Id = parts[at].Id ?? part.Id,
                    };
                }
            }

            i++;
        }

        return parts;
    }

    /// <summary>Reads one member; null when it says nothing.</summary>
    public static ReasoningPart? One(JsonElement item, string path, Dialect dialect)
    {
        var type = item.TextAt("type"u8);
        var text = item.TextAt("text"u8) ?? item.TextAt("summary"u8);
        var closed = type == "reasoning.encrypted";
        var seal = ReasoningSeal.Parse(closed ? item.TextAt("data"u8) : item.TextAt("signature"u8), dialect, closed);
        return text is null && seal is null ? null : new ReasoningPart
        {
            Text = text ?? "",
            IsSummary = type == "reasoning.summary",
            Seal = seal,
            Id = item.TextAt("id"u8),
            Path = path,
        };
    }

    /// <summary>Writes the members of one part, words included.</summary>
    public static void Write(Utf8JsonWriter json, ReasoningPart part, string text, int index)
    {
        if (text.Length > 0 || part.Seal is { Closed: false })
        {
            json.WriteStartObject();
            json.WriteString("type"u8, part.IsSummary ? "reasoning.summary"u8 : "reasoning.text"u8);
            json.WriteString(part.IsSummary ? "summary"u8 : "text"u8, text);
            if (part.Seal is { Closed: false } signature)
            {
                json.WriteString("signature"u8, signature.For(Dialect.OpenAIChat));
            }

            End(json, part, index);
        }

        if (part.Seal is { Closed: true } seal)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "reasoning.encrypted"u8);
            json.WriteString("data"u8, seal.For(Dialect.OpenAIChat));
            End(json, part, index);
        }
    }

    private static void End(Utf8JsonWriter json, ReasoningPart part, int index)
    {
        if (part.Id is { } id)
        {
            json.WriteString("id"u8, id);
        }

        json.WriteNumber("index"u8, index);
        json.WriteEndObject();
    }
}
