using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Gemini;

/// <summary>Checks <c>tools</c> and <c>toolConfig</c>.</summary>
internal static class GeminiToolCheck
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "functionDeclarations", "googleSearch", "googleSearchRetrieval", "codeExecution", "urlContext", "computerUse",
        "fileSearch", "googleMaps", "mcpServers",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfFunction = new[]
    {
        "name", "description", "parameters", "parametersJsonSchema", "response", "responseJsonSchema", "behavior",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfConfig =
        new[] { "functionCallingConfig", "retrievalConfig", "includeServerSideToolInvocations" }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfCalling =
        new[] { "mode", "allowedFunctionNames", "streamFunctionCallArguments" }.ToFrozenSet();

    public static ProviderError? Check(JsonElement root)
    {
        HashSet<string> names = [];
        int index = 0;
        foreach (JsonElement tool in GeminiFields.Items(root, "tools"))
        {
            string place = $"tools[{index++}]";
            if (tool.ValueKind != JsonValueKind.Object)
            {
                return GeminiFields.Invalid(place, $"Invalid value at '{place}'.");
            }

            if (GeminiFields.Unknown(tool, Known, place) is { } unknown)
            {
                return unknown;
            }

            if (CheckFunctions(tool, place, names) is { } wrong)
            {
                return wrong;
            }
        }

        return CheckConfig(root, names);
    }

    private static ProviderError? CheckFunctions(JsonElement tool, string place, HashSet<string> names)
    {
        int index = 0;
        foreach (JsonElement function in GeminiFields.Items(tool, "functionDeclarations"))
        {
            string at = $"{place}.function_declarations[{index++}]";
            if (function.ValueKind != JsonValueKind.Object)
            {
                return GeminiFields.Invalid(at, $"Invalid value at '{at}'.");
            }

            if (GeminiFields.Unknown(function, KnownOfFunction, at) is { } unknown)
            {
                return unknown;
            }

            string name = GeminiFields.Text(function, "name") ?? "";
            if (!IsName(name))
            {
                return GeminiFields.Invalid(
                    at, $"* GenerateContentRequest.{at}.name: Invalid function name. Must start with a letter or an "
                        + "underscore and have at most 64 letters, digits, underscores, dots, colons or dashes.");
            }

            if (!names.Add(name))
            {
                return GeminiFields.Invalid(at, $"Duplicate function declaration found: {name}");
            }

            if (CheckParameters(function, at) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static ProviderError? CheckParameters(JsonElement function, string place)
    {
        bool own = GeminiFields.TryGet(function, "parameters", out JsonElement parameters);
        return own && GeminiFields.Has(function, "parametersJsonSchema")
            ? GeminiFields.Invalid(place, "Only one of parameters and parameters_json_schema may be set.")
            : own ? GeminiSchemaCheck.Check(parameters, place + ".parameters", 0) : null;
    }

    private static ProviderError? CheckConfig(JsonElement root, HashSet<string> names)
    {
        JsonElement config = GeminiFields.Object(root, "toolConfig");
        if (config.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (GeminiFields.Unknown(config, KnownOfConfig, "tool_config") is { } unknown)
        {
            return unknown;
        }

        JsonElement calling = GeminiFields.Object(config, "functionCallingConfig");
        if (calling.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        const string place = "tool_config.function_calling_config";
        if (GeminiFields.Unknown(calling, KnownOfCalling, place) is { } stranger)
        {
            return stranger;
        }

        string mode = GeminiFields.Text(calling, "mode") ?? "AUTO";
        if (mode is not ("AUTO" or "ANY" or "NONE" or "VALIDATED" or "MODE_UNSPECIFIED"))
        {
            return GeminiFields.Invalid(place, $"Invalid value at '{place}.mode'");
        }

        if (GeminiFields.Array(calling, "allowedFunctionNames") is not { } allowed || allowed.GetArrayLength() == 0)
        {
            return null;
        }

        return mode is not ("ANY" or "VALIDATED")
            ? GeminiFields.Invalid(place, "Allowed function names are only supported in mode ANY or VALIDATED.")
            : allowed.EnumerateArray().All(name =>
                name.ValueKind == JsonValueKind.String && names.Contains(name.GetString()!))
                ? null
                : GeminiFields.Invalid(place, "An allowed function name is not declared.");
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or ':' or '-');
}
