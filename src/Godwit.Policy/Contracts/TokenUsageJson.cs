using System.Text.Json;

namespace Godwit.Policy.Contracts;

/// <summary>Writes a usage as a member of a record; part of <see cref="RequestRecordJson"/>.</summary>
internal static class TokenUsageJson
{
    private static readonly JsonEncodedText Usage = JsonEncodedText.Encode("usage");
    private static readonly JsonEncodedText InputTokens = JsonEncodedText.Encode("input_tokens");
    private static readonly JsonEncodedText OutputTokens = JsonEncodedText.Encode("output_tokens");
    private static readonly JsonEncodedText CacheReadInputTokens = JsonEncodedText.Encode("cache_read_input_tokens");
    private static readonly JsonEncodedText ReasoningOutputTokens = JsonEncodedText.Encode("reasoning_output_tokens");
    private static readonly JsonEncodedText CacheWriteInputTokens = JsonEncodedText.Encode("cache_write_input_tokens");
    private static readonly JsonEncodedText CacheWriteHourInputTokens =
        JsonEncodedText.Encode("cache_write_hour_input_tokens");
    private static readonly JsonEncodedText AudioInputTokens = JsonEncodedText.Encode("audio_input_tokens");
    private static readonly JsonEncodedText AudioOutputTokens = JsonEncodedText.Encode("audio_output_tokens");
    private static readonly JsonEncodedText ImageInputTokens = JsonEncodedText.Encode("image_input_tokens");
    private static readonly JsonEncodedText ImageOutputTokens = JsonEncodedText.Encode("image_output_tokens");
    private static readonly JsonEncodedText ServerToolCalls = JsonEncodedText.Encode("server_tool_calls");

    public static void Write(Utf8JsonWriter json, in TokenUsage usage)
    {
        json.WriteStartObject(Usage);
        RequestRecordJson.Number(json, InputTokens, usage.InputTokens);
        RequestRecordJson.Number(json, OutputTokens, usage.OutputTokens);
        RequestRecordJson.Number(json, CacheReadInputTokens, usage.CacheReadInputTokens);
        RequestRecordJson.Number(json, ReasoningOutputTokens, usage.ReasoningOutputTokens);
        RequestRecordJson.Number(json, CacheWriteInputTokens, usage.CacheWriteInputTokens);
        RequestRecordJson.Number(json, CacheWriteHourInputTokens, usage.CacheWriteHourInputTokens);
        RequestRecordJson.Number(json, AudioInputTokens, usage.AudioInputTokens);
        RequestRecordJson.Number(json, AudioOutputTokens, usage.AudioOutputTokens);
        RequestRecordJson.Number(json, ImageInputTokens, usage.ImageInputTokens);
        RequestRecordJson.Number(json, ImageOutputTokens, usage.ImageOutputTokens);
        RequestRecordJson.Number(json, ServerToolCalls, usage.ServerToolCalls);
        json.WriteEndObject();
    }
}
