using System.Text.Json;

namespace Godwit.Providers.Dialects.Scanning;

/// <summary>What lies a level deeper, in some dialects: the end user, and the most that is to be written.</summary>
internal ref partial struct RequestScanner
{
    private void ReadMetadata()
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return;
        Span<byte> unescaped = stackalloc byte[LongestEscapedName];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(unescaped);
            json.Read();
            if (name.SequenceEqual("user_id"u8))
                endUser = Text();
            json.Skip();
        }
    }

    // Gemini takes its members' names in both spellings.
    private static bool IsGenerationConfig(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("generationConfig"u8) || name.SequenceEqual("generation_config"u8);

    private void ReadGenerationConfig()
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return;
        Span<byte> unescaped = stackalloc byte[LongestEscapedName];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(unescaped);
            json.Read();
            if (name.SequenceEqual("maxOutputTokens"u8) || name.SequenceEqual("max_output_tokens"u8))
                maxCompletionTokens = Number();
            else if (name.SequenceEqual("candidateCount"u8) || name.SequenceEqual("candidate_count"u8))
                n = Number() is >= 0 and <= int.MaxValue and var count ? (int)count : null;
            json.Skip();
        }
    }
}
