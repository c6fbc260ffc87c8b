using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Native;

/// <summary>SenseNova's own door: answers in <c>data</c>, messages as bare texts.</summary>
internal sealed class SenseNovaForm : NativeForm
{
    public override bool AnswersFiltered => true;

    public override string? ModelOf(JsonElement root) => RequestFields.Text(root, "model");

    public override ProviderError? Check(JsonElement root, bool stream)
    {
        if (RequestFields.Array(root, "messages") is not { } messages || messages.GetArrayLength() == 0)
        {
            return ProviderError.Invalid("messages", "an array with at least one message");
        }

        foreach (JsonElement message in messages.EnumerateArray())
        {
            if (RequestFields.Text(message, "role") is null)
            {
                return ProviderError.Invalid("messages", "an array of objects that each have a role");
            }
        }

        return !RequestFields.IntegerWithin(root, "n", 1, 4) ? ProviderError.Invalid("n", "from 1 to 4")
            : !RequestFields.IntegerWithin(root, "max_new_tokens", 1, int.MaxValue)
                ? ProviderError.Invalid("max_new_tokens", "a whole number from 1")
            : !FieldCheck.NumberWithin(root, "temperature", double.Epsilon, 2)
                ? ProviderError.Invalid("temperature", "above 0 and up to 2")
            : !FieldCheck.NumberWithin(root, "top_p", double.Epsilon, double.BitDecrement(1))
                ? ProviderError.Invalid("top_p", "above 0 and below 1")
            : !FieldCheck.NumberWithin(root, "repetition_penalty", double.Epsilon, 2)
                ? ProviderError.Invalid("repetition_penalty", "above 0 and up to 2")
            : null;
    }

    public override FrozenSet<string> Known { get; } = new[]
    {
        "model", "messages", "max_new_tokens", "temperature", "top_p", "repetition_penalty", "n", "stream", "user",
        "know_ids", "knowledge_config", "stop", "tools", "tool_choice", "plugins",
    }.ToFrozenSet();

    public override JsonElement MessagesOf(JsonElement root) => root.GetProperty("messages");

    public override IEnumerable<Turn> Turns(JsonElement root) => ChatTurns.Read(root.GetProperty("messages"));

    public override NativeRequest Read(JsonElement root, string model, bool stream)
    {
        (string? choice, IReadOnlyList<string> named) = FunctionFields.Choice(root);
        return new NativeRequest
        {
            Model = model,
            MaxTokens = RequestFields.Integer(root, "max_new_tokens"),
            Choices = RequestFields.Integer(root, "n") ?? 1,
            Stop = RequestFields.Texts(root, "stop"),
            Tools = FunctionFields.Tools(root),
            ToolTokens = RequestFields.Array(root, "tools") is { } tools ? TokenRule.Count(tools.GetRawText()) : 0,
            ToolChoice = choice,
            NamedTools = named,
        };
    }

    public override void WritePlain(Utf8JsonWriter json, NativeReply reply, Func<string, string> bend)
    {
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteString("id", reply.Id);
        json.WriteStartArray("choices");
        for (int index = 0; index < reply.Answers.Count; index++)
        {
            ChatAnswer answer = reply.Answers[index];
            json.WriteStartObject();
            json.WriteNumber("index", index);
            json.WriteString("role", "assistant");
            json.WriteString("message", bend(answer.Content ?? ""));
            if (answer.Reasoning.Length > 0)
            {
                json.WriteString("reasoning_content", answer.Reasoning);
            }

            FunctionFields.WriteCalls(json, answer);
            json.WriteString("finish_reason", FinishOf(answer.Finish));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteUsage(json, reply, reply.ContentTokens + reply.ReasoningTokens);
        json.WriteEndObject();
        reply.Echo(json);
        json.WriteEndObject();
    }

    public override ValueTask SendPieceAsync(EventStream events, NativeProgress progress, NativePiece piece) =>
        events.SendAsync((progress, (NativePiece?)piece, ""), WriteFrame);

    public override ValueTask SendEndAsync(EventStream events, NativeProgress progress, Finish finish) =>
        events.SendAsync((progress, (NativePiece?)null, FinishOf(finish)), WriteFrame);

    public override ValueTask SendTailAsync(EventStream events, NativeProgress progress) =>
        events.SendAsync(null, "[DONE]"u8.ToArray());

    private static void WriteFrame(
        Utf8JsonWriter json, (NativeProgress Progress, NativePiece? Piece, string Finish) frame)
    {
        NativeProgress progress = frame.Progress;
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteString("id", progress.Reply.Id);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", progress.Choice);
        json.WriteString("role", "assistant");
        bool says = frame.Piece is { Kind: PieceKind.Content };
        json.WriteString("delta", says ? frame.Piece!.Value.Text.Span : default);
        if (frame.Piece is { Kind: PieceKind.Reasoning } thought)
        {
            json.WriteString("reasoning_content", thought.Text.Span);
        }
        else if (frame.Piece is { Kind: PieceKind.Arguments } call)
        {
            FunctionFields.WriteCall(json, progress, call, call.Text.ToString());
        }

        json.WriteString("finish_reason", frame.Finish);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteUsage(json, progress.Reply, progress.Tokens);
        json.WriteEndObject();
        json.WriteStartObject("status");
        json.WriteNumber("code", 0);
        json.WriteString("message", "ok");
        json.WriteEndObject();
        if (frame.Piece is null)
        {
            progress.Reply.Echo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, NativeReply reply, int output)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", reply.InputTokens);
        json.WriteNumber("completion_tokens", output);
        json.WriteNumber("knowledge_tokens", 0);
        json.WriteNumber("total_tokens", reply.InputTokens + output);
        json.WriteEndObject();
    }

    private static string FinishOf(Finish finish) => finish switch
    {
        Finish.Length => "length",
        Finish.ToolCalls => "tool_calls",
        Finish.Filtered => "sensitive",
        _ => "stop",
    };
}
