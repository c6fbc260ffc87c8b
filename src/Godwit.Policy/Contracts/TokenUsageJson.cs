namespace Godwit.Policy.Contracts;

/// <summary>Writes a usage as a member of a record; part of <see cref="RequestRecordJson"/>.</summary>
internal static class TokenUsageJson
{
    private static readonly RecordMember Usage = new("usage");
    private static readonly RecordMember InputTokens = new("input_tokens");
    private static readonly RecordMember OutputTokens = new("output_tokens");
    private static readonly RecordMember CacheReadInputTokens = new("cache_read_input_tokens");
    private static readonly RecordMember ReasoningOutputTokens = new("reasoning_output_tokens");
    private static readonly RecordMember CacheWriteInputTokens = new("cache_write_input_tokens");
    private static readonly RecordMember CacheWriteHourInputTokens = new("cache_write_hour_input_tokens");
    private static readonly RecordMember AudioInputTokens = new("audio_input_tokens");
    private static readonly RecordMember AudioOutputTokens = new("audio_output_tokens");
    private static readonly RecordMember ImageInputTokens = new("image_input_tokens");
    private static readonly RecordMember ImageOutputTokens = new("image_output_tokens");
    private static readonly RecordMember ServerToolCalls = new("server_tool_calls");
    private static readonly RecordMember ServerTools = new("server_tools");

    public static void Write(RecordWriter json, in TokenUsage usage)
    {
        json.StartObject(Usage);
        json.Number(InputTokens, usage.InputTokens);
        json.Number(OutputTokens, usage.OutputTokens);
        json.Number(CacheReadInputTokens, usage.CacheReadInputTokens);
        json.Number(ReasoningOutputTokens, usage.ReasoningOutputTokens);
        json.Number(CacheWriteInputTokens, usage.CacheWriteInputTokens);
        json.Number(CacheWriteHourInputTokens, usage.CacheWriteHourInputTokens);
        json.Number(AudioInputTokens, usage.AudioInputTokens);
        json.Number(AudioOutputTokens, usage.AudioOutputTokens);
        json.Number(ImageInputTokens, usage.ImageInputTokens);
        json.Number(ImageOutputTokens, usage.ImageOutputTokens);
        json.Number(ServerToolCalls, usage.ServerToolCalls);
        if (usage.ServerTools is { } tools)
            Write(json, tools);
        json.EndObject();
    }

    private static void Write(RecordWriter json, ServerToolCounts tools)
    {
        json.StartObject(ServerTools);
        foreach (var one in tools.Counts)
            json.Number(new RecordMember(one.Tool), (long?)one.Calls);
        json.EndObject();
    }
}
