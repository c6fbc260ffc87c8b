using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Writes the instructions.</summary>
internal static class AnthropicSystemWriter
{
    /// <param name="writing">The request under way.</param>
    /// <param name="texts">What the client gave.</param>
    /// <param name="added">What stands in for a member the dialect lacks; null for nothing.</param>
    public static void Write(AnthropicWriting writing, List<TextPart> texts, string? added)
    {
        var json = writing.Json;
        if (added is not null)
        {
            texts.Add(new TextPart(added));
        }

        if (texts.Count == 0)
        {
            return;
        }

        if (texts is [{ Cache: null, Citations: null } only] && !writing.HasRest(only.Path))
        {
            json.WriteString("system"u8, only.Text);
            return;
        }

        json.WriteStartArray("system"u8);
        foreach (var text in texts)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, text.Text);
            writing.WriteCache(text.Cache);
            if (text.Path.Length > 0)
            {
                writing.WriteRest(text.Path);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
