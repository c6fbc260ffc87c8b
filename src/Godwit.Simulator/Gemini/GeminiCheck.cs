using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Gemini;

/// <summary>Refuses what Gemini refuses; the other readers may rely on what passed.</summary>
internal sealed class GeminiCheck(Seal seal)
{
    public static readonly FrozenSet<string> Known = new[]
    {
        "model", "contents", "systemInstruction", "tools", "toolConfig", "safetySettings", "generationConfig",
        "cachedContent", "store", "serviceTier",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfContent = new[] { "parts", "role" }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfSafety =
        new[] { "category", "threshold", "method" }.ToFrozenSet();

    private static readonly FrozenSet<string> Thresholds = new[]
    {
        "HARM_BLOCK_THRESHOLD_UNSPECIFIED", "BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH",
        "BLOCK_NONE", "OFF",
    }.ToFrozenSet();

    /// <summary>What is wrong; null when nothing is.</summary>
    public ProviderError? Check(JsonElement root, string model)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ProviderError(ErrorReason.BadJson, "Invalid JSON payload received. The root is not an object.");
        }

        return GeminiFields.Unknown(root, Known, null)
            ?? CheckContents(root)
            ?? CheckSystem(root)
            ?? GeminiConfigCheck.Check(root)
            ?? GeminiToolCheck.Check(root)
            ?? CheckSafety(root)
            ?? GeminiCallCheck.Check(GeminiFields.Array(root, "contents")!.Value, model, seal);
    }

    /// <summary>Checks contents alone, as the methods that do not generate take them.</summary>
    public static ProviderError? CheckContents(JsonElement root)
    {
        if (GeminiFields.Array(root, "contents") is not { } contents)
        {
            return GeminiFields.Has(root, "contents")
                ? GeminiFields.Invalid("contents", "Invalid value at 'contents': an array of Content is expected.")
                : GeminiFields.Invalid("contents", "* GenerateContentRequest.contents: contents is not specified");
        }

        if (contents.GetArrayLength() == 0)
        {
            return GeminiFields.Invalid("contents", "* GenerateContentRequest.contents: contents is not specified");
        }

        int index = 0;
        foreach (JsonElement content in contents.EnumerateArray())
        {
            string place = $"contents[{index++}]";
            if (CheckContent(content, place, role: true) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    public static ProviderError? CheckContent(JsonElement content, string place, bool role)
    {
        if (content.ValueKind != JsonValueKind.Object)
        {
            return GeminiFields.Invalid(place, $"Invalid value at '{place}': an object is expected.");
        }

        if (GeminiFields.Unknown(content, KnownOfContent, place) is { } unknown)
        {
            return unknown;
        }

        if (role && GeminiFields.Has(content, "role")
            && GeminiFields.Text(content, "role") is not ("user" or "model" or "function"))
        {
            return GeminiFields.Invalid(place + ".role", "Please use a valid role: user, model.");
        }

        if (GeminiFields.Array(content, "parts") is not { } parts || parts.GetArrayLength() == 0)
        {
            return GeminiFields.Invalid(
                place + ".parts", $"* GenerateContentRequest.{place}.parts: contents.parts must not be empty.");
        }

        int index = 0;
        foreach (JsonElement part in parts.EnumerateArray())
        {
            if (GeminiPartCheck.Check(part, $"{place}.parts[{index++}]") is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static ProviderError? CheckSystem(JsonElement root) =>
        GeminiFields.TryGet(root, "systemInstruction", out JsonElement system)
            ? CheckContent(system, "system_instruction", role: false)
            : null;

    private static ProviderError? CheckSafety(JsonElement root)
    {
        if (GeminiFields.Array(root, "safetySettings") is not { } settings)
        {
            return null;
        }

        foreach (JsonElement setting in settings.EnumerateArray())
        {
            if (setting.ValueKind != JsonValueKind.Object)
            {
                return GeminiFields.Invalid("safety_settings", "Invalid value at 'safety_settings'.");
            }

            if (GeminiFields.Unknown(setting, KnownOfSafety, "safety_settings[0]") is { } unknown)
            {
                return unknown;
            }

            string category = GeminiFields.Text(setting, "category") ?? "";
            if (!Thresholds.Contains(GeminiFields.Text(setting, "threshold") ?? "")
                || !category.StartsWith("HARM_CATEGORY_", StringComparison.Ordinal))
            {
                return GeminiFields.Invalid(
                    "safety_settings", "Invalid value at 'safety_settings': category or threshold is not known.");
            }
        }

        return null;
    }
}
