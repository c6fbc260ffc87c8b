using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Reads and writes <c>usageMetadata</c>. Cached tokens are part of the prompt's; thoughts stand beside the
/// candidates'; what tools put into the prompt stands beside the prompt unless the total says otherwise.
/// </summary>
internal static class GeminiUsage
{
    /// <summary>Reads the object the reader stands on and moves to its end; null when it is no object.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        var counts = default(Counts);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            ReadMember(ref json, name, ref counts);
        }

        var output = counts.Candidates + counts.Thoughts ?? counts.Candidates ?? counts.Thoughts;
        var tools = counts.Tools is { } used && counts.Prompt + (output ?? 0) != counts.Total ? used : 0;
        return new TokenUsage(counts.Prompt + tools, output, counts.Cached, counts.Thoughts)
        {
            AudioInputTokens = counts.Input.Audio,
            AudioOutputTokens = counts.Output.Audio,
            ImageInputTokens = counts.Input.Image,
            ImageOutputTokens = counts.Output.Image,
            ServerToolCalls = counts.Billed?.Total,
            ServerTools = counts.Billed,
        };
    }

    /// <summary>Writes the member and its object.</summary>
    public static void Write(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject("usageMetadata"u8);
        Write(json, "promptTokenCount"u8, usage.InputTokens);
        Write(json, "candidatesTokenCount"u8, usage.OutputTokens - (usage.ReasoningOutputTokens ?? 0));
        Write(json, "totalTokenCount"u8, (usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0));
        Write(json, "cachedContentTokenCount"u8, usage.CacheReadInputTokens is > 0 ? usage.CacheReadInputTokens : null);
        Write(json, "thoughtsTokenCount"u8, usage.ReasoningOutputTokens is > 0 ? usage.ReasoningOutputTokens : null);
        WriteDetails(
            json, "promptTokensDetails"u8, usage.InputTokens,
            new Modalities { Audio = usage.AudioInputTokens, Image = usage.ImageInputTokens });
        WriteDetails(
            json, "candidatesTokensDetails"u8, usage.OutputTokens - (usage.ReasoningOutputTokens ?? 0),
            new Modalities { Audio = usage.AudioOutputTokens, Image = usage.ImageOutputTokens });
        json.WriteEndObject();
    }

    private static void ReadMember(ref Utf8JsonReader json, ReadOnlySpan<byte> name, ref Counts counts)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("promptTokenCount"u8):
                counts.Prompt = Number(ref json) ?? counts.Prompt;
                break;
            case var _ when name.SequenceEqual("candidatesTokenCount"u8):
                counts.Candidates = Number(ref json) ?? counts.Candidates;
                break;
            case var _ when name.SequenceEqual("thoughtsTokenCount"u8):
                counts.Thoughts = Number(ref json);
                break;
            case var _ when name.SequenceEqual("cachedContentTokenCount"u8):
                counts.Cached = Number(ref json);
                break;
            case var _ when name.SequenceEqual("toolUsePromptTokenCount"u8):
                counts.Tools = Number(ref json);
                break;
            case var _ when name.SequenceEqual("totalTokenCount"u8):
                counts.Total = Number(ref json);
                break;
            case var _ when name.SequenceEqual("billedToolCalls"u8):
                counts.Billed = GeminiTools.ReadBilled(ref json) ?? counts.Billed;
                break;
            case var _ when name.SequenceEqual("promptTokensDetails"u8):
                counts.Input = Details(ref json);
                break;
            case var _ when name.SequenceEqual("candidatesTokensDetails"u8):
                counts.Output = Details(ref json);
                break;
            default:
                json.Skip();
                break;
        }
    }

    // [{"modality": "AUDIO", "tokenCount": 25}, …]
    private static Modalities Details(ref Utf8JsonReader json)
    {
        var found = default(Modalities);
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return found;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.StartObject)
            {
                ReadModality(ref json, ref found);
            }
            else
            {
                json.Skip();
            }
        }

        return found;
    }

    private static void ReadModality(ref Utf8JsonReader json, ref Modalities found)
    {
        var (audio, image) = (false, false);
        long? tokens = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isCount = json.ValueTextEquals("tokenCount"u8);
            var isModality = json.ValueTextEquals("modality"u8);
            json.Read();
            if (isCount)
            {
                tokens = Number(ref json);
                continue;
            }

            if (isModality && json.TokenType == JsonTokenType.String)
            {
                (audio, image) = (json.ValueTextEquals("AUDIO"u8), json.ValueTextEquals("IMAGE"u8));
            }

            json.Skip();
        }

        found.Audio = audio ? tokens : found.Audio;
        found.Image = image ? tokens : found.Image;
    }

    private static long? Number(ref Utf8JsonReader json) => TokenCounts.Read(ref json);

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, Math.Max(number, 0));
        }
    }

    private static void WriteDetails(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, long? all, in Modalities modalities)
    {
        var (audio, image) = (modalities.Audio ?? 0, modalities.Image ?? 0);
        if (audio + image <= 0)
        {
            return;
        }

        json.WriteStartArray(name);
        WriteModality(json, "TEXT"u8, Math.Max((all ?? 0) - audio - image, 0));
        WriteModality(json, "AUDIO"u8, audio);
        WriteModality(json, "IMAGE"u8, image);
        json.WriteEndArray();
    }

    private static void WriteModality(Utf8JsonWriter json, ReadOnlySpan<byte> modality, long tokens)
    {
        if (tokens == 0 && !modality.SequenceEqual("TEXT"u8))
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("modality"u8, modality);
        json.WriteNumber("tokenCount"u8, tokens);
        json.WriteEndObject();
    }

    private struct Modalities
    {
        public long? Audio;
        public long? Image;
    }

    private struct Counts
    {
        public long? Prompt;
        public long? Candidates;
        public long? Thoughts;
        public long? Cached;
        public long? Tools;
        public long? Total;
        public ServerToolCounts? Billed;
        public Modalities Input;
        public Modalities Output;
    }
}
