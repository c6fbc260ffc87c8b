using System.Text;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIPlatform;

/// <summary>What is read of a line of a batch's input file.</summary>
public sealed class BatchLineTests
{
    [Fact]
    public void The_models_place_and_the_url_are_found_wherever_they_stand()
    {
        var line = Encoding.UTF8.GetBytes(
            """{"body":{"messages":[{"model":"no"}], "model" : "m\u0031" ,"x":1},"custom_id":"1","url":"/v1/embeddings"}""");

        Assert.True(BatchLine.TryRead(line, out var found, out _));

        Assert.Equal(("m1", "/v1/embeddings"), (found.ModelName, found.Url));
        Assert.Equal("\"m\\u0031\"", Encoding.UTF8.GetString(line, found.Model.Start, found.Model.Length));
    }

    [Theory]
    [InlineData("""{"url":"/v1/x","body":{"model":"a","model":"b"}}""", "twice")]
    [InlineData("""{"url":"/v1/x","url":"/v1/y","body":{"model":"a"}}""", "twice")]
    [InlineData("""{"url":"/v1/x","model":"a","body":{}}""", "'body.model' is missing")]
    [InlineData("""{"body":{"model":"a"}}""", "'url' is missing")]
    [InlineData("""{"url":"/v1/x","body":{"model":7}}""", "not a string")]
    [InlineData("""{"url":"/v1/x","body":{"model":"a"}""", "not valid JSON")]
    [InlineData("""["/v1/x"]""", "not a JSON object")]
    [InlineData("""{"url":"\ud800","body":{"model":"a"}}""", "not valid JSON")]
    public void What_is_wrong_is_said(string line, string why)
    {
        Assert.False(BatchLine.TryRead(Encoding.UTF8.GetBytes(line), out _, out var fault));
        Assert.Contains(why, fault, StringComparison.Ordinal);
    }
}
