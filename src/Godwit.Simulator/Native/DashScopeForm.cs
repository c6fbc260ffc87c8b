using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Native;

/// <summary>Alibaba Model Studio's own door: <c>input</c>, <c>parameters</c>, streams that repeat themselves.</summary>
internal sealed class DashScopeForm : NativeForm
{
    public override string? ModelOf(JsonElement root) => RequestFields.Text(root, "model");

    public override ProviderError? Check(JsonElement root, bool stream)
    {
        JsonElement parameters = RequestFields.Object(root, "parameters");
        if (RequestFields.Array(RequestFields.Object(root, "input"), "messages") is not { } messages
            || messages.GetArrayLength() == 0)
        {
            return ProviderError.Invalid("input.messages", "an array with at least one message");
        }

        foreach (JsonElement message in messages.EnumerateArray())
        {
            if (RequestFields.Text(message, "role") is null)
            {
                return ProviderError.Invalid("input.messages", "an array of objects that each have a role");
            }
        }

        return parameters.ValueKind == JsonValueKind.Object ? CheckParameters(parameters, stream) : null;
    }

    public override FrozenSet<string> Known { get; } = new[]
    {
        "model", "input", "parameters",
    }.ToFrozenSet();

    public override JsonElement MessagesOf(JsonElement root) => root.GetProperty("input").GetProperty("messages");

    public override IEnumerable<Turn> Turns(JsonElement root) =>
        ChatTurns.Read(root.GetProperty("input").GetProperty("messages"));

    public override NativeRequest Read(JsonElement root, string model, bool stream)
    {
        JsonElement parameters = RequestFields.Object(root, "parameters");
        (string? choice, IReadOnlyList<string> named) = FunctionFields.Choice(parameters);
        JsonElement? tools = RequestFields.Array(parameters, "tools");
        return new NativeRequest
        {
            Model = model,
            MaxTokens = RequestFields.Integer(parameters, "max_tokens"),
            Stop = RequestFields.Texts(parameters, "stop"),
            Tools = FunctionFields.Tools(parameters),
            ToolTokens = tools is null ? 0 : TokenRule.Count(tools.Value.GetRawText()),
            ToolChoice = choice,
            NamedTools = named,
            ParallelToolCalls = RequestFields.Flag(parameters, "parallel_tool_calls") ?? false,
            Format = RequestFields.Text(RequestFields.Object(parameters, "response_format"), "type") == "json_object"
                ? ResponseFormat.JsonObject : ResponseFormat.Text,
            Thinking = RequestFields.Flag(parameters, "enable_thinking"),
            Incremental = RequestFields.Flag(parameters, "incremental_output") ?? false,
        };
    }

    public override void WritePlain(Utf8JsonWriter json, NativeReply reply, Func<string, string> bend)
    {
        ChatAnswer answer = reply.Answers[0];
        json.WriteStartObject();
        StartMessage(json);
        json.WriteString("content", bend(answer.Content ?? ""));
        if (answer.Reasoning.Length > 0)
        {
            json.WriteString("reasoning_content", answer.Reasoning);
        }

        FunctionFields.WriteCalls(json, answer);
        EndMessage(json, FinishOf(answer.Finish));
        WriteTail(json, reply, reply.ContentTokens + reply.ReasoningTokens, reply.ReasoningTokens);
        reply.Echo(json);
        json.WriteEndObject();
    }

    public override ValueTask SendPieceAsync(EventStream events, NativeProgress progress, NativePiece piece) =>
        events.SendAsync("result", (progress, (NativePiece?)piece, "null"), WriteFrame);

    public override ValueTask SendEndAsync(EventStream events, NativeProgress progress, Finish finish) =>
        events.SendAsync("result", (progress, (NativePiece?)null, FinishOf(finish)), WriteFrame);

    private static ProviderError? CheckParameters(JsonElement parameters, bool stream)
    {
        bool thinks = RequestFields.Flag(parameters, "enable_thinking") == true;
        return !FieldCheck.NumberWithin(parameters, "temperature", 0, double.BitDecrement(2))
                ? ProviderError.Invalid("temperature", "from 0 to below 2")
            : !FieldCheck.NumberWithin(parameters, "top_p", double.Epsilon, 1)
                ? ProviderError.Invalid("top_p", "above 0 and up to 1")
            : !FieldCheck.NumberWithin(parameters, "top_logprobs", 0, 5)
                ? ProviderError.Invalid("top_logprobs", "from 0 to 5")
            : thinks && !stream ? new(
                ErrorReason.InvalidRequest,
                "parameter.enable_thinking must be set to false for non-streaming calls", "enable_thinking")
            : thinks && RequestFields.Flag(parameters, "incremental_output") != true ? new(
                ErrorReason.InvalidRequest,
                "parameter.incremental_output must be true while enable_thinking is", "incremental_output")
            : null;
    }

    private static void WriteFrame(
        Utf8JsonWriter json, (NativeProgress Progress, NativePiece? Piece, string Finish) frame)
    {
        NativeProgress progress = frame.Progress;
        bool whole = !progress.Reply.Request.Incremental;
        json.WriteStartObject();
        StartMessage(json);
        json.WriteString("content", whole ? progress.Content : New(frame.Piece, PieceKind.Content));
        if (progress.Reasoning.Length > 0)
        {
            json.WriteString(
                "reasoning_content", whole ? progress.Reasoning : New(frame.Piece, PieceKind.Reasoning));
        }

        if (frame.Piece is { Kind: PieceKind.Arguments } piece)
        {
            FunctionFields.WriteCall(
                json, progress, whole ? piece with { First = true } : piece,
                whole ? progress.Arguments(piece.Call) : piece.Text.ToString());
        }

        EndMessage(json, frame.Finish);
        WriteTail(json, progress.Reply, progress.Tokens, progress.Thought);
        if (frame.Piece is null)
        {
            progress.Reply.Echo(json);
        }

        json.WriteEndObject();
    }

    private static string New(NativePiece? piece, PieceKind kind) =>
        piece is { } one && one.Kind == kind ? one.Text.ToString() : "";

    private static void StartMessage(Utf8JsonWriter json)
    {
        json.WriteStartObject("output");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
    }

    private static void EndMessage(Utf8JsonWriter json, string finish)
    {
        json.WriteEndObject();
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTail(Utf8JsonWriter json, NativeReply reply, int output, int thought)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", reply.InputTokens);
        json.WriteNumber("output_tokens", output);
        json.WriteNumber("total_tokens", reply.InputTokens + output);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", reply.CachedTokens);
        json.WriteEndObject();
        if (thought > 0)
        {
            json.WriteStartObject("output_tokens_details");
            json.WriteNumber("reasoning_tokens", thought);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("request_id", reply.Id);
    }

    private static string FinishOf(Finish finish) => finish switch
    {
        Finish.Length => "length",
        Finish.ToolCalls => "tool_calls",
        _ => "stop",
    };
}
