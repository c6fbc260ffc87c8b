using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Writes <c>contents</c> and <c>systemInstruction</c>.</summary>
internal static class GeminiContentsWriter
{
    public static void Write(GeminiWriting writing)
    {
        var turns = GeminiTurns.Of(writing);
        var system = System(writing);
        if (turns.Count == 0 && system.Count > 0)
        {
            // Gemini refuses a request without contents.
            var path = writing.Request.Messages[0].Path;
            writing.Approximate(path, "Sent as the user's words, since there are no others.");
            var turn = new GeminiTurn(Role.User, path);
            turn.Parts.AddRange(system);
            turns.Add(turn);
            system.Clear();
        }

        WriteContents(writing, turns);
        if (system.Count > 0)
        {
            writing.Json.WriteStartObject("systemInstruction"u8);
            WriteParts(writing, new GeminiPartWriter(writing), system);
            writing.Json.WriteEndObject();
        }
    }

    private static List<Part> System(GeminiWriting writing)
    {
        var parts = new List<Part>();
        var leading = true;
        foreach (var message in writing.Request.Messages)
        {
            if (message.Role != Role.System)
            {
                leading = false;
                continue;
            }

            if (!leading)
            {
                writing.Approximate(message.Path, "Moved to the front: Gemini has one system instruction.");
            }

            parts.AddRange(message.Parts.Where(part => GeminiTurns.Sayable(part, writing)));
        }

        return parts;
    }

    private static void WriteContents(GeminiWriting writing, List<GeminiTurn> turns)
    {
        var names = new GeminiPartWriter(writing);
        var present = turns.FindLastIndex(turn => turn.Kind == Role.User);
        writing.Json.WriteStartArray("contents"u8);
        for (var i = 0; i < turns.Count; i++)
        {
            writing.Json.WriteStartObject();
            writing.Json.WriteString("role"u8, turns[i].Kind == Role.Assistant ? "model"u8 : "user"u8);
            names.BeginTurn(signatureNeeded: i > present && writing.Model.NeedsCallSignatures);
            WriteParts(writing, names, turns[i].Parts);
            writing.WriteExtras(GeminiWriting.Camel(turns[i].Path));
            writing.Json.WriteEndObject();
        }

        writing.Json.WriteEndArray();
    }

    private static void WriteParts(GeminiWriting writing, GeminiPartWriter writer, List<Part> parts)
    {
        writing.Json.WriteStartArray("parts"u8);
        foreach (var part in parts)
        {
            writer.Write(part);
        }

        writing.Json.WriteEndArray();
    }
}
