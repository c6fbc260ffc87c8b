using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Checks the role and the content of message items: users give input, assistants gave output.</summary>
internal static class ResponsesContentCheck
{
    public static ProviderError? Check(JsonElement message, string place)
    {
        string? role = RequestFields.Text(message, "role");
        if (role is not ("user" or "assistant" or "system" or "developer"))
        {
            return role is null
                ? ProviderError.Missing($"{place}.role")
                : ResponsesCheck.Wrong(
                    $"{place}.role", "invalid_value",
                    $"Invalid value: '{role}'. Supported values are: 'assistant', 'system', 'developer' and 'user'.");
        }

        if (!message.TryGetProperty("content", out JsonElement content))
        {
            return ProviderError.Missing($"{place}.content");
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return null;
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            return ResponsesCheck.Wrong(
                $"{place}.content", "invalid_type",
                $"Invalid type for '{place}.content': expected a string or an array.");
        }

        int index = 0;
        foreach (JsonElement part in content.EnumerateArray())
        {
            if (CheckPart(part, $"{place}.content[{index++}]", role) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static ProviderError? CheckPart(JsonElement part, string place, string role)
    {
        string? type = RequestFields.Text(part, "type");
        bool fits = role == "assistant"
            ? type is "output_text" or "refusal"
            : type is "input_text" or "input_image" or "input_file" or "input_audio";
        if (!fits)
        {
            string supported = role == "assistant"
                ? "'output_text' and 'refusal'"
                : "'input_text', 'input_image' and 'input_file'";
            return ResponsesCheck.Wrong(
                $"{place}.type", "invalid_value", $"Invalid value: '{type}'. Supported values are: {supported}.");
        }

        return type switch
        {
            "input_text" or "output_text" when RequestFields.Text(part, "text") is null =>
                ProviderError.Missing($"{place}.text"),
            "input_image" => CheckImage(part, place),
            "input_file" when !FieldCheck.Has(part, "file_id") && !FieldCheck.Has(part, "file_data")
                && !FieldCheck.Has(part, "file_url") => ProviderError.Missing($"{place}.file_id"),
            _ => null,
        };
    }

    private static ProviderError? CheckImage(JsonElement part, string place)
    {
        if (FieldCheck.Has(part, "file_id"))
        {
            return null;
        }

        return !FieldCheck.Has(part, "image_url") ? ProviderError.Missing($"{place}.image_url")
            : RequestFields.Text(part, "image_url") is null
                ? ResponsesCheck.Wrong(
                    $"{place}.image_url", "invalid_type",
                    $"Invalid type for '{place}.image_url': expected a string, but got something else instead.")
                : null;
    }
}
