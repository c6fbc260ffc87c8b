using System.Text;
using System.Text.Json;
using Godwit.Simulator.Text;

namespace Godwit.Simulator.Chat;

/// <summary>Writes made-up log probabilities for the tokens of a text.</summary>
internal static class Logprobs
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<char> text, int alternatives)
    {
        json.WriteStartObject("logprobs");
        json.WriteStartArray("content");
        while (!text.IsEmpty)
        {
            ReadOnlySpan<char> token = text[..TokenRule.FirstLength(text)];
            text = text[token.Length..];
            json.WriteStartObject();
            WriteToken(json, token, 0);
            json.WriteStartArray("top_logprobs");
            for (int rank = 0; rank < alternatives; rank++)
            {
                json.WriteStartObject();
                WriteToken(json, rank == 0 ? token : Alternative(token, rank), rank);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("refusal");
        json.WriteEndObject();
    }

    private static string Alternative(ReadOnlySpan<char> token, int rank) =>
        string.Concat(token, new string('~', rank));

    private static void WriteToken(Utf8JsonWriter json, ReadOnlySpan<char> token, int rank)
    {
        json.WriteString("token", token);
        double likely = (DeterministicSource.Hash(token) % 1000) / 4000.0;
        json.WriteNumber("logprob", -Math.Round(likely + (rank * 1.5), 4));
        json.WriteStartArray("bytes");
        foreach (byte unit in Encoding.UTF8.GetBytes(token.ToArray()))
        {
            json.WriteNumberValue(unit);
        }

        json.WriteEndArray();
    }
}
