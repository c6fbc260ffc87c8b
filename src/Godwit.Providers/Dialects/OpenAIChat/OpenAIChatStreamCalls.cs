using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>
/// The tool calls of one choice of a stream. Pieces belong together by their index, and where providers fail to count
/// (GLM's -1, Gemini's 0 for every call), by their ids.
/// </summary>
internal sealed class OpenAIChatStreamCalls(int choice)
{
    private const int MostCalls = 1_024;
    private readonly List<Call> calls = [];
    private string? answerId;

    /// <summary>Some call has come.</summary>
    public bool Any => calls.Exists(call => call.Part >= 0);

    /// <summary>True for a delta that is about calls.</summary>
    public static bool Bears(JsonElement delta) =>
        delta.At("tool_calls"u8) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
        || delta.At("function_call"u8) is not null;

    /// <summary>Reads the calls of a delta.</summary>
    public void Read(JsonElement delta, string? answer, ref int parts, List<AnswerEvent> events)
    {
        answerId ??= answer;
        foreach (var item in delta.ItemsAt("tool_calls"u8))
        {
            var custom = item.At("custom"u8);
            var body = item.At("function"u8) ?? custom ?? default;
            ReadPiece(item.CountAt("index"u8), item, body, custom is not null, ref parts, events);
        }

        if (delta.At("function_call"u8) is { } legacy)
        {
            ReadPiece(0, default, legacy, false, ref parts, events);
        }
    }

    /// <summary>Ends all that are open.</summary>
    public void Close(ref int parts, List<AnswerEvent> events)
    {
        foreach (var call in calls)
        {
            // Pieces of arguments without a name, ever, are nothing that could be called.
            if (call.Part < 0)
            {
                continue;
            }

            if (call.Custom)
            {
                events.Add(new PartDelta(choice, call.Part, CustomTools.Arguments(call.Waiting.ToString())));
            }

            events.Add(new PartEnded(choice, call.Part));
        }
    }

    private void ReadPiece(
        long? index, JsonElement item, JsonElement body, bool custom, ref int parts, List<AnswerEvent> events)
    {
        var id = item.TextAt("id"u8) is { Length: > 0 } saidId ? saidId : null;
        var name = body.TextAt("name"u8) is { Length: > 0 } saidName ? saidName : null;
        var arguments = custom ? body.TextAt("input"u8) : OpenAIChatAnswerReader.Arguments(body);
        var call = Find(index, id, name);
        if (call is null)
        {
            // GLM sends empty pieces as place holders.
            if ((id is null && name is null && string.IsNullOrEmpty(arguments)) || calls.Count >= MostCalls)
            {
                return;
            }

            call = new Call(index, calls.Count, custom);
            calls.Add(call);
        }

        call.Id ??= id;
        call.Name ??= name;
        var seal = OpenAIChatSeals.Read(item);
        if (call.Part < 0 && call.Name is not null)
        {
            call.Part = parts++;
            events.Add(new PartStarted(choice, call.Part, new ToolCallPart(
                call.Id ?? OpenAIChatAnswerCalls.Id(answerId, choice, call.Position), call.Name, "")));
            arguments = call.Custom ? arguments : call.Waiting + arguments;
        }

        if (call.Part >= 0 && seal is not null)
        {
            events.Add(new PartSealed(choice, call.Part, seal));
        }

        if (call.Part < 0 || call.Custom)
        {
            call.Waiting.Append(arguments);
        }
        else if (!string.IsNullOrEmpty(arguments))
        {
            events.Add(new PartDelta(choice, call.Part, arguments));
        }
    }

    private Call? Find(long? index, string? id, string? name)
    {
        for (var i = calls.Count - 1; i >= 0; i--)
        {
            var call = calls[i];
            if (index is null)
            {
                return id is null && name is null ? call : ById(id);
            }

            if (call.Index == index)
            {
                // Another id under the same index, with a name: another call.
                return id is not null && name is not null && call.Id is not null && call.Id != id ? ById(id) : call;
            }
        }

        return null;
    }

    private Call? ById(string? id) => id is null ? null : calls.Find(call => call.Id == id);

    private sealed class Call(long? index, int position, bool custom)
    {
        public long? Index => index;

        public int Position => position;

        /// <summary>A custom tool: its input is plain text, and becomes JSON when it is whole.</summary>
        public bool Custom => custom;

        public string? Id { get; set; }

        public string? Name { get; set; }

        /// <summary>Its part; -1 until its name has come.</summary>
        public int Part { get; set; } = -1;

        public StringBuilder Waiting { get; } = new();
    }
}
