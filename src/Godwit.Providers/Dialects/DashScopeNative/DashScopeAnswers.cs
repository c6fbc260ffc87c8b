using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Native;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.DashScopeNative;

/// <summary>Reads answers: choices in <c>output</c>, or a bare text there when nobody asked for messages.</summary>
internal static class DashScopeAnswers
{
    /// <summary>A whole answer, or the error that stands in its place; null for neither.</summary>
    public static GenAIAnswer? Read(JsonElement root, ReadOnlySpan<byte> body)
    {
        if (root.At("output"u8) is not { } output)
            return ErrorOf(body) is { } error ? new GenAIAnswer { Error = error } : null;
        var read = new GenAIAnswer { Id = root.TextAt("request_id"u8), Usage = UsageOf(root) };
        if (output.At("choices"u8) is null)
        {
            read.Choices.Add(ChoiceOf(output, output, 0));
            return read;
        }

        var number = 0;
        foreach (var choice in output.ItemsAt("choices"u8))
            read.Choices.Add(ChoiceOf(choice, choice.At("message"u8) ?? default, number++));
        return read;
    }

    /// <summary>The error of a frame or a body; null when it is none.</summary>
    public static AnswerError? ErrorOf(ReadOnlySpan<byte> body) =>
        ErrorBody.Read(body) is { } error ? new AnswerError(error.Code, error.Type, error.Message) : null;

    public static TokenUsage? UsageOf(JsonElement root) => OpenAIChatUsage.Read(root.At("usage"u8));

    /// <summary>The text of a message: bare, or in pieces as models that see write it.</summary>
    public static string? TextOf(JsonElement message)
    {
        if ((message.TextAt("content"u8) ?? message.TextAt("text"u8)) is { } bare)
            return bare;
        string? text = null;
        foreach (var piece in message.ItemsAt("content"u8))
            text += piece.TextAt("text"u8);
        return text;
    }

    /// <summary>The finish reason; null while the answer runs, for which the text null stands.</summary>
    public static string? FinishOf(JsonElement choice) =>
        choice.TextAt("finish_reason"u8) is { Length: > 0 } raw && raw != "null" ? raw : null;

    private static AnswerChoice ChoiceOf(JsonElement choice, JsonElement message, int number)
    {
        var raw = FinishOf(choice) ?? "";
        var read = new AnswerChoice { Index = (int)(choice.CountAt("index"u8) ?? number), RawFinishReason = raw };
        if (message.TextAt("reasoning_content"u8) is { Length: > 0 } reasoning)
            read.Parts.Add(new ReasoningPart { Text = reasoning });
        if (TextOf(message) is { Length: > 0 } text)
            read.Parts.Add(new TextPart(text));
        read.FinishReason = NativeFinish.Of(raw, FunctionCalls.Read(message, read.Parts));
        if (choice.At("logprobs"u8) is { } logprobs)
            read.Logprobs = logprobs.Clone();
        return read;
    }
}
