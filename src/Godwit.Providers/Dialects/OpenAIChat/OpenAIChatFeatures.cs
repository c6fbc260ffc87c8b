using System.Text.Json;
using Godwit.Providers.Dialects.Scanning;
using Godwit.Providers.GenAI;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Finds the abilities a request asks for, member by member.</summary>
internal static class OpenAIChatFeatures
{
    // messages[i].content[j].type: object, array, object, array, object.
    private const int PartDepth = 5;

    /// <summary>Looks at one member's value; the reader stands on it and may be moved to its end.</summary>
    public static RequestFeatures Read(ref Utf8JsonReader json, scoped ReadOnlySpan<byte> name, bool chat)
    {
        if (json.TokenType is JsonTokenType.Null or JsonTokenType.False)
        {
            return RequestFeatures.None;
        }

        // Dispatch on the length first: most members are none of these, and a comparison each would cost more.
        return name.Length switch
        {
            8 when chat && name.SequenceEqual("messages"u8) => ReadMessages(ref json),
            5 when name.SequenceEqual("tools"u8) => ReadTools(ref json),
            9 when name.SequenceEqual("functions"u8) => ReadTools(ref json),
            5 when name.SequenceEqual("audio"u8) => RequestFeatures.Audio,
            10 when name.SequenceEqual("modalities"u8) => ReadModalities(ref json),
            8 when name.SequenceEqual("logprobs"u8) => RequestFeatures.Logprobs,
            12 when name.SequenceEqual("top_logprobs"u8) => RequestFeatures.Logprobs,
            12 when name.SequenceEqual("conversation"u8) => RequestFeatures.Kept,
            20 when name.SequenceEqual("previous_response_id"u8) => RequestFeatures.Kept,
            13 when name.SequenceEqual("cachedContent"u8) => RequestFeatures.Kept,
            14 when name.SequenceEqual("cached_content"u8) => RequestFeatures.Kept,
            6 when json.TokenType == JsonTokenType.StartObject && name.SequenceEqual("prompt"u8) =>
                RequestFeatures.Kept,
            10 when name.SequenceEqual("extra_body"u8) => RequestFeatures.Media,
            7 or 10 or 11 or 13 or 17 or 18 or 19 or 23 when ProviderToolNames.IsSetting(name) =>
                RequestFeatures.ProviderTools,
            19 when name.SequenceEqual("parallel_tool_calls"u8) => RequestFeatures.ParallelTools,
            15 when name.SequenceEqual("response_format"u8) => ReadFormat(ref json),
            16 when name.SequenceEqual("reasoning_effort"u8) => ReadEffort(ref json),
            9 when name.SequenceEqual("reasoning"u8) => RequestFeatures.Reasoning,
            8 when name.SequenceEqual("thinking"u8) => ReadThinking(ref json),
            15 when name.SequenceEqual("enable_thinking"u8) => RequestFeatures.Reasoning,
            _ => RequestFeatures.None,
        };
    }

    private static RequestFeatures ReadMessages(ref Utf8JsonReader json)
    {
        var found = RequestFeatures.None;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return found;
        }

        var depth = json.CurrentDepth;
        while (json.Read() && !(json.TokenType == JsonTokenType.EndArray && json.CurrentDepth == depth))
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == PartDepth
                && json.ValueTextEquals("type"u8))
            {
                json.Read();
                found |= PartType(ref json);
            }
        }

        return found;
    }

    private static RequestFeatures PartType(ref Utf8JsonReader json) =>
        json.TokenType != JsonTokenType.String || json.ValueTextEquals("text"u8) ? RequestFeatures.None
        : json.ValueTextEquals("image_url"u8) ? RequestFeatures.Vision
        : json.ValueTextEquals("input_audio"u8) ? RequestFeatures.Audio
        : json.ValueTextEquals("refusal"u8) ? RequestFeatures.None
        : RequestFeatures.Media;

    private static RequestFeatures ReadTools(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return RequestFeatures.None;
        }

        // An empty list asks for nothing.
        var found = RequestFeatures.None;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            found |= RequestFeatures.Tools;
            if (json.TokenType != JsonTokenType.StartObject)
                json.Skip();
            else if (ProviderToolNames.ReadTool(ref json).IsProviders)
                found |= RequestFeatures.ProviderTools;
        }

        return found;
    }

    private static RequestFeatures ReadModalities(ref Utf8JsonReader json)
    {
        var found = RequestFeatures.None;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return found;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            found |= json.TokenType == JsonTokenType.String && json.ValueTextEquals("audio"u8)
                ? RequestFeatures.Audio
                : RequestFeatures.None;
            json.Skip();
        }

        return found;
    }

    private static RequestFeatures ReadFormat(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.StartObject && !TypeIs(ref json, "text"u8)
            ? RequestFeatures.ResponseFormat
            : RequestFeatures.None;

    private static RequestFeatures ReadThinking(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.StartObject && TypeIs(ref json, "disabled"u8)
            ? RequestFeatures.None
            : RequestFeatures.Reasoning;

    private static RequestFeatures ReadEffort(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String && json.ValueTextEquals("none"u8)
            ? RequestFeatures.None
            : RequestFeatures.Reasoning;

    /// <summary>Whether the object the reader stands on has that <c>type</c>; moves to the object's end.</summary>
    private static bool TypeIs(ref Utf8JsonReader json, ReadOnlySpan<byte> type)
    {
        var found = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = json.ValueTextEquals("type"u8);
            json.Read();
            found |= isType && json.TokenType == JsonTokenType.String && json.ValueTextEquals(type);
            json.Skip();
        }

        return found;
    }
}
