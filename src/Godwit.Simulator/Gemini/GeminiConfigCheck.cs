using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Gemini;

/// <summary>Checks <c>generationConfig</c>.</summary>
internal static class GeminiConfigCheck
{
    private const string Place = "generation_config";

    private static readonly FrozenSet<string> Known = new[]
    {
        "temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences", "seed", "presencePenalty",
        "frequencyPenalty", "responseLogprobs", "logprobs", "responseMimeType", "responseSchema", "responseJsonSchema",
        "_responseJsonSchema", "responseModalities", "thinkingConfig", "mediaResolution", "speechConfig", "imageConfig",
        "enableEnhancedCivicAnswers",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfThinking =
        new[] { "includeThoughts", "thinkingBudget", "thinkingLevel" }.ToFrozenSet();

    private static readonly (string Name, double Least, double Most)[] Ranges =
    [
        ("temperature", 0, 2), ("topP", 0, 1), ("topK", 1, int.MaxValue), ("candidateCount", 1, 8),
        ("maxOutputTokens", 1, int.MaxValue), ("presencePenalty", -2, 2), ("frequencyPenalty", -2, 2),
        ("seed", int.MinValue, int.MaxValue), ("logprobs", 0, 20),
    ];

    public static ProviderError? Check(JsonElement root)
    {
        if (!GeminiFields.TryGet(root, "generationConfig", out JsonElement config))
        {
            return null;
        }

        if (config.ValueKind != JsonValueKind.Object)
        {
            return GeminiFields.Invalid(Place, $"Invalid value at '{Place}'.");
        }

        if (GeminiFields.Unknown(config, Known, Place) is { } unknown)
        {
            return unknown;
        }

        foreach ((string name, double least, double most) in Ranges)
        {
            if (!GeminiFields.NumberWithin(config, name, least, most))
            {
                return GeminiFields.Invalid(
                    $"{Place}.{name}", $"* GenerateContentRequest.{Place}.{name}: has to be from {least} to {most}");
            }
        }

        if (GeminiFields.Has(config, "stopSequences") && GeminiFields.Array(config, "stopSequences") is null)
        {
            return GeminiFields.Invalid(Place, $"Invalid value at '{Place}.stop_sequences': an array is expected.");
        }

        return CheckThinking(config) ?? CheckFormat(config);
    }

    private static ProviderError? CheckThinking(JsonElement config)
    {
        JsonElement thinking = GeminiFields.Object(config, "thinkingConfig");
        if (thinking.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string place = Place + ".thinking_config";
        if (GeminiFields.Unknown(thinking, KnownOfThinking, place) is { } unknown)
        {
            return unknown;
        }

        if (GeminiFields.Has(thinking, "thinkingBudget") && GeminiFields.Has(thinking, "thinkingLevel"))
        {
            return GeminiFields.Invalid(place, "You can only set only one of thinking budget and thinking level.");
        }

        return GeminiFields.Has(thinking, "thinkingLevel")
            && GeminiFields.Text(thinking, "thinkingLevel")?.ToUpperInvariant()
                is not ("MINIMAL" or "LOW" or "MEDIUM" or "HIGH" or "THINKING_LEVEL_UNSPECIFIED")
            ? GeminiFields.Invalid(place, $"Invalid value at '{place}.thinking_level'")
            : null;
    }

    private static ProviderError? CheckFormat(JsonElement config)
    {
        string? type = GeminiFields.Text(config, "responseMimeType");
        if (type is not (null or "text/plain" or "application/json" or "text/x.enum"))
        {
            return GeminiFields.Invalid(
                Place, $"* GenerateContentRequest.{Place}.response_mime_type: '{type}' is not allowed");
        }

        bool own = GeminiFields.Has(config, "responseSchema");
        bool json = GeminiFields.Has(config, "responseJsonSchema") || GeminiFields.Has(config, "_responseJsonSchema");
        if (own && json)
        {
            return GeminiFields.Invalid(Place, "Only one of response_schema and response_json_schema may be set.");
        }

        if ((own || json) && type is null or "text/plain")
        {
            return own || json
                ? GeminiFields.Invalid(
                    Place, "A response schema is only allowed with response_mime_type application/json or text/x.enum.")
                : null;
        }

        return own
            ? GeminiSchemaCheck.Check(GeminiFields.Object(config, "responseSchema"), Place + ".response_schema", 0)
            : null;
    }
}
