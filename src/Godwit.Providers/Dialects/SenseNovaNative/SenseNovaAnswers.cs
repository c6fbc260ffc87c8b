using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Native;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.SenseNovaNative;

/// <summary>Reads answers: in <c>data</c>, with a message that is a bare text as a rule.</summary>
internal static class SenseNovaAnswers
{
    /// <summary>A whole answer, or the error that stands in its place; null for neither.</summary>
    public static GenAIAnswer? Read(JsonElement root, ReadOnlySpan<byte> body)
    {
        if (ErrorOf(body) is { } error)
            return new GenAIAnswer { Error = error };
        if (root.At("data"u8) is not { } data || data.At("choices"u8) is null)
            return null;
        var read = new GenAIAnswer { Id = data.TextAt("id"u8), Usage = UsageOf(data) };
        var number = 0;
        foreach (var choice in data.ItemsAt("choices"u8))
            read.Choices.Add(ChoiceOf(choice, number++));
        return read;
    }

    /// <summary>The error in an answer's place; null when its code is 0, or there is none.</summary>
    public static AnswerError? ErrorOf(ReadOnlySpan<byte> body) =>
        ErrorBody.Read(body) is { } error ? new AnswerError(error.Code, error.Type, error.Message) : null;

    public static TokenUsage? UsageOf(JsonElement data) => OpenAIChatUsage.Read(data.At("usage"u8));

    private static AnswerChoice ChoiceOf(JsonElement choice, int number)
    {
        var raw = choice.TextAt("finish_reason"u8) ?? "";
        var read = new AnswerChoice { Index = (int)(choice.CountAt("index"u8) ?? number), RawFinishReason = raw };
        var message = choice.At("message"u8) ?? default;
        if (ReasoningOf(choice, message) is { Length: > 0 } reasoning)
            read.Parts.Add(new ReasoningPart { Text = reasoning });
        if ((message.Text() ?? message.TextAt("content"u8)) is { Length: > 0 } text)
            read.Parts.Add(new TextPart(text));
        var hasCalls = FunctionCalls.Read(choice, read.Parts) | FunctionCalls.Read(message, read.Parts);
        read.FinishReason = NativeFinish.Of(raw, hasCalls);
        return read;
    }

    /// <summary>The reasoning beside a bare message, or in one that is an object.</summary>
    public static string? ReasoningOf(JsonElement choice, JsonElement message) =>
        choice.TextAt("reasoning_content"u8) ?? message.TextAt("reasoning_content"u8) ?? message.TextAt("reasoning"u8);
}
