using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI;
using Godwit.Providers.Tokens;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>What a tap looks for in answers of this dialect.</summary>
public sealed class GeminiLook : AnswerLook
{
    // Places: the candidates, what an answer rests on, and the queries it was searched for by.
    private const int Candidates = 1;
    private const int Grounding = 2;
    private const int Queries = 3;

    private GeminiLook()
    {
    }

    /// <summary>The only one.</summary>
    public static GeminiLook Instance { get; } = new();

    /// <inheritdoc/>
    /// <remarks>There is no end mark: usage may follow the last candidate's ending, and some models have written an
    /// ending on every piece.</remarks>
    public override bool IsEnd(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) => false;

    /// <inheritdoc/>
    /// <remarks>Usage stands on every piece as a rule, and counts for a stream that breaks off too. Inside a text the
    /// names' quotes would be escaped.</remarks>
    public override bool IsWorthParsing(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) =>
        data.IndexOf("\"usageMetadata\""u8) >= 0 || data.IndexOf("\"finishReason\""u8) >= 0
        || data.IndexOf("\"blockReason\""u8) >= 0 || data.IndexOf("\"error\""u8) >= 0
        || data.IndexOf("\"webSearchQueries\""u8) >= 0;

    /// <inheritdoc/>
    public override bool ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, TappedAnswer answer)
    {
        var json = new Utf8JsonReader(data, GeminiJson.Deep);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = Member(json.ValueSpan);
            var isCandidates = json.ValueTextEquals("candidates"u8);
            var isFeedback = json.ValueTextEquals("promptFeedback"u8);
            json.Read();
            switch (member)
            {
                case TappedMember.Usage:
                    answer.Usage = ReadUsage(ref json) ?? answer.Usage;
                    break;
                case TappedMember.Model:
                    answer.TakeModel(ref json);
                    break;
                case TappedMember.Error:
                    answer.Error = ErrorBody.ReadValue(ref json) ?? answer.Error;
                    break;
                default:
                    ReadOther(ref json, isCandidates, isFeedback, answer);
                    break;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, OutputMeter output) =>
        OutputText.Measure(data, "\"parts\""u8, output);

    /// <inheritdoc/>
    public override TappedMember Member(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("usageMetadata"u8) => TappedMember.Usage,
        _ when name.SequenceEqual("modelVersion"u8) => TappedMember.Model,
        _ when name.SequenceEqual("error"u8) => TappedMember.Error,
        _ => TappedMember.None,
    };

    /// <inheritdoc/>
    public override TokenUsage? ReadUsage(ref Utf8JsonReader json) => GeminiUsage.Read(ref json);

    /// <inheritdoc/>
    public override int Place(int within, ReadOnlySpan<byte> name) => within switch
    {
        0 when name.SequenceEqual("candidates"u8) => Candidates,
        Candidates when name.SequenceEqual("groundingMetadata"u8) => Grounding,
        Grounding when name.SequenceEqual("webSearchQueries"u8) => Queries,
        _ => 0,
    };

    /// <inheritdoc/>
    public override bool IsList(int place) => place is Candidates or Queries;

    /// <inheritdoc/>
    public override void TakeText(int place, ReadOnlySpan<byte> text, long length, TappedAnswer answer)
    {
        if (place == Queries)
        {
            answer.TakeSearch(text, length);
        }
    }

    private static void ReadOther(ref Utf8JsonReader json, bool isCandidates, bool isFeedback, TappedAnswer answer)
    {
        if (isCandidates && json.TokenType == JsonTokenType.StartArray)
        {
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                ReadCandidate(ref json, answer);
            }
        }
        else if (isFeedback && json.TokenType == JsonTokenType.StartObject)
        {
            ReadMembers(ref json, "blockReason"u8, answer);
        }
        else
        {
            json.Skip();
        }
    }

    private static void ReadCandidate(ref Utf8JsonReader json, TappedAnswer answer)
    {
        if (json.TokenType == JsonTokenType.StartObject)
        {
            ReadMembers(ref json, "finishReason"u8, answer);
        }
        else
        {
            json.Skip();
        }
    }

    private static void ReadMembers(ref Utf8JsonReader json, ReadOnlySpan<byte> ending, TappedAnswer answer)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isEnding = json.ValueTextEquals(ending);
            var isContent = json.ValueTextEquals("content"u8);
            var isGrounding = json.ValueTextEquals("groundingMetadata"u8);
            json.Read();
            if (isEnding)
            {
                answer.TakeFinishReason(ref json);
            }
            else if (isContent && json.TokenType == JsonTokenType.StartObject)
            {
                ReadContent(ref json, answer);
            }
            else if (isGrounding)
            {
                ReadGrounding(ref json, answer);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void ReadGrounding(ref Utf8JsonReader json, TappedAnswer answer)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isQueries = json.ValueTextEquals("webSearchQueries"u8);
            json.Read();
            if (!isQueries || json.TokenType != JsonTokenType.StartArray)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (json.TokenType == JsonTokenType.String)
                {
                    answer.TakeSearch(json.ValueSpan, json.ValueSpan.Length);
                }

                json.Skip();
            }
        }
    }

    private static void ReadContent(ref Utf8JsonReader json, TappedAnswer answer)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isParts = json.ValueTextEquals("parts"u8);
            json.Read();
            if (!isParts || json.TokenType != JsonTokenType.StartArray)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                answer.ContentSeen |= json.TokenType == JsonTokenType.StartObject;
                json.Skip();
            }
        }
    }
}
