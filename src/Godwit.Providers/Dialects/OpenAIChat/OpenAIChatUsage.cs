using System.Runtime.InteropServices;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>
/// Reads a usage object in the spellings of this dialect's providers, and of those that OpenAI's other dialects and
/// the native ones after its model have; writes OpenAI's.
/// </summary>
internal static class OpenAIChatUsage
{
    /// <summary>Reads a usage that was parsed before; null when it is no object.</summary>
    public static TokenUsage? Read(JsonElement? usage)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } value)
        {
            return null;
        }

        var json = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value));
        json.Read();
        return Read(ref json);
    }

    /// <summary>Reads the object the reader stands on and moves to its end; null when it is no object.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        var found = default(Figures);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            switch (name)
            {
                case var _ when name.SequenceEqual("prompt_tokens"u8) || name.SequenceEqual("input_tokens"u8):
                    found.Input = Number(ref json) ?? found.Input;
                    break;
                case var _ when name.SequenceEqual("completion_tokens"u8) || name.SequenceEqual("output_tokens"u8):
                    found.Output = Number(ref json) ?? found.Output;
                    break;
                case var _ when name.SequenceEqual("total_tokens"u8):
                    found.Total = Number(ref json);
                    break;
                case var _ when name.SequenceEqual("server_side_tool_usage_details"u8):
                    (found.ToolCalls, found.Tools) = ToolCountReader.Read(ref json, "_calls"u8);
                    break;
                case var _ when name.EndsWith("_details"u8):
                    ReadDetails(ref json, name, ref found);
                    break;
                default:
                    ReadDetail(ref json, name, output: false, ref found);
                    break;
            }
        }

        return found.Usage;
    }

    /// <summary>Writes the object as OpenAI has it.</summary>
    public static void Write(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens"u8, usage.InputTokens ?? 0);
        json.WriteNumber("completion_tokens"u8, usage.OutputTokens ?? 0);
        json.WriteNumber("total_tokens"u8, (usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0));
        if ((usage.CacheReadInputTokens ?? usage.CacheWriteInputTokens ?? usage.AudioInputTokens
            ?? usage.ImageInputTokens) is not null)
        {
            json.WriteStartObject("prompt_tokens_details"u8);
            WriteFigure(json, "cached_tokens"u8, usage.CacheReadInputTokens ?? 0);
            WriteFigure(json, "cache_write_tokens"u8, usage.CacheWriteInputTokens);
            WriteFigure(json, "audio_tokens"u8, usage.AudioInputTokens);
            WriteFigure(json, "image_tokens"u8, usage.ImageInputTokens);
            json.WriteEndObject();
        }

        if ((usage.ReasoningOutputTokens ?? usage.AudioOutputTokens ?? usage.ImageOutputTokens) is not null)
        {
            json.WriteStartObject("completion_tokens_details"u8);
            WriteFigure(json, "reasoning_tokens"u8, usage.ReasoningOutputTokens ?? 0);
            WriteFigure(json, "audio_tokens"u8, usage.AudioOutputTokens);
            WriteFigure(json, "image_tokens"u8, usage.ImageOutputTokens);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteFigure(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? figure)
    {
        if (figure is { } tokens)
        {
            json.WriteNumber(name, tokens);
        }
    }

    // OpenAI, Qwen and DeepSeek: prompt_tokens_details, completion_tokens_details; input_tokens_details in Responses
    // and for images, input_token_details in Realtime and transcriptions. Mistral also prompt_token_details.
    private static void ReadDetails(ref Utf8JsonReader json, ReadOnlySpan<byte> details, ref Figures found)
    {
        var output = details.StartsWith("completion"u8) || details.StartsWith("output"u8);
        if (json.TokenType != JsonTokenType.StartObject
            || (!output && !details.StartsWith("prompt"u8) && !details.StartsWith("input"u8)))
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            ReadDetail(ref json, name, output, ref found);
        }
    }

    // cached_tokens: in the details, or flat at Baidu and Moonshot; DeepSeek and Mistral have words of their own, and
    // repeat the figure in the details. cache_write_tokens: OpenAI and Moonshot; cache_creation_input_tokens: Qwen.
    // Sound and pictures stand flat in DashScope's own dialect, and are input there. search_count: Baichuan;
    // knowledge_tokens: SenseNova. num_…_used: xAI, which names the tools in an object of its own if it does.
    private static void ReadDetail(ref Utf8JsonReader json, ReadOnlySpan<byte> name, bool output, ref Figures found)
    {
        switch (name)
        {
            case var _ when name.SequenceEqual("cached_tokens"u8) || name.SequenceEqual("prompt_cache_hit_tokens"u8)
                || name.SequenceEqual("num_cached_tokens"u8):
                found.CacheRead = Larger(found.CacheRead, Number(ref json));
                break;
            case var _ when name.SequenceEqual("cache_write_tokens"u8)
                || name.SequenceEqual("cache_creation_input_tokens"u8):
                found.CacheWrite = Larger(found.CacheWrite, Number(ref json));
                break;
            case var _ when name.SequenceEqual("reasoning_tokens"u8):
                found.Reasoning = Larger(found.Reasoning, Number(ref json));
                break;
            case var _ when name.SequenceEqual("audio_tokens"u8) && output:
                found.AudioOutput = Number(ref json) ?? found.AudioOutput;
                break;
            case var _ when name.SequenceEqual("audio_tokens"u8):
                found.AudioInput = Number(ref json) ?? found.AudioInput;
                break;
            case var _ when name.SequenceEqual("image_tokens"u8) && output:
                found.ImageOutput = Number(ref json) ?? found.ImageOutput;
                break;
            case var _ when name.SequenceEqual("image_tokens"u8):
                found.ImageInput = Number(ref json) ?? found.ImageInput;
                break;
            case var _ when name.SequenceEqual("search_count"u8):
                found.Searches = Number(ref json);
                break;
            case var _ when name.SequenceEqual("num_server_side_tools_used"u8):
                found.ToolsUsed = Number(ref json);
                break;
            case var _ when name.SequenceEqual("num_sources_used"u8):
                found.Sources = Number(ref json);
                break;
            case var _ when name.SequenceEqual("knowledge_tokens"u8):
                found.Knowledge = Number(ref json);
                break;
            default:
                json.Skip();
                break;
        }
    }

    private static long? Number(ref Utf8JsonReader json) => TokenCounts.Read(ref json);

    private static long? Larger(long? one, long? other) =>
        one is null || other > one ? other ?? one : one;

    private record struct Figures
    {
        public long? Input;
        public long? Output;
        public long? Total;
        public long? CacheRead;
        public long? CacheWrite;
        public long? Reasoning;
        public long? AudioInput;
        public long? AudioOutput;
        public long? ImageInput;
        public long? ImageOutput;
        public long? Searches;
        public long? Sources;
        public long? ToolsUsed;
        public long? ToolCalls;
        public ServerToolCounts? Tools;
        public long? Knowledge;

        // xAI counts reasoning beside completion_tokens, everybody else inside; SenseNova what it looked up beside
        // prompt_tokens, perhaps. The total tells which it is, and a figure that is missing.
        public readonly TokenUsage Usage
        {
            get
            {
                var output = Reasoning > 0 && Input + Output + Reasoning == Total ? Output + Reasoning : Output;
                var input = Knowledge > 0 && Input + Output + Knowledge == Total ? Input + Knowledge : Input;
                var (calls, tools) = Called;
                return new TokenUsage(
                    input ?? Rest(output), output ?? Rest(input), CacheRead, Reasoning)
                {
                    CacheWriteInputTokens = CacheWrite,
                    AudioInputTokens = AudioInput,
                    AudioOutputTokens = AudioOutput,
                    ImageInputTokens = ImageInput,
                    ImageOutputTokens = ImageOutput,
                    ServerToolCalls = calls,
                    ServerTools = tools,
                    TotalTokens = (input ?? output) is null ? Total : null,
                };
            }
        }

        // Sources that were searched are billed where searches are not counted.
        private readonly (long? Calls, ServerToolCounts? Tools) Called =>
            ToolCalls is not null ? (ToolCalls, Tools)
            : ToolsUsed is not null ? (ToolsUsed, null)
            : Searches is not null ? (Searches, ServerToolCounts.Of(ServerToolNames.WebSearch, Searches))
            : Sources > 0 ? (Sources, ServerToolCounts.Of(ServerToolNames.Sources, Sources)) : default;

        // Embeddings and the like have no output, and a total that is the input.
        private readonly long? Rest(long? part) => Total > part ? Total - part : null;
    }
}
