using System.Text;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Godwit.Providers.Dialects.Scanning;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIPlatform;

/// <summary>Forms with files in them.</summary>
public sealed class MultipartTests
{
    private const string File =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"model\"\r\nContent-Type: audio/wav\r\n\r\n"
        + "\r\n--a\r\nname=\"model\"\r\n";

    [Fact]
    public void The_model_is_found_behind_the_file_and_replaced()
    {
        var body = Encoding.UTF8.GetBytes(
            File + "\r\n--b\r\ncontent-disposition: form-data; name=model\r\n\r\nwhisper\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"stream\"\r\n\r\ntrue\r\n--b--\r\n");
        var model = new char[RequestScan.MaxModelChars];

        Assert.True(MultipartScan.TryRead(body, "b", false, model, out var scan, out _));

        Assert.Equal("whisper", new string(model, 0, scan.ModelChars));
        Assert.True(scan.Stream);
        var patch = new RequestPatch(body, scan, "whisper-1"u8.ToArray(), addUsage: false);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        patch.WriteTo(output);
        Assert.Equal(
            Encoding.UTF8.GetString(body)
                .Replace("\r\n\r\nwhisper\r\n", "\r\n\r\nwhisper-1\r\n", StringComparison.Ordinal),
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\na", RequestFault.NotMultipart)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\na\r\n--b", RequestFault.NotMultipart)]
    [InlineData("{\"model\":\"a\"}", RequestFault.NotMultipart)]
    [InlineData("--b\r\nX: y\r\n\r\na\r\n--b--", RequestFault.NotMultipart)]
    // Readers disagree about what begins like the boundary: none of them is to be chosen from.
    [InlineData(
        "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\na\r\n--bb\r\n\r\n--b--",
        RequestFault.NotMultipart)]
    [InlineData("--b--", RequestFault.ModelMissing)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n\r\n--b--", RequestFault.ModelEmpty)]
    [InlineData(
        "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\na\nb\r\n--b--", RequestFault.ModelNotText)]
    [InlineData(
        "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\na\r\n--b\r\n"
        + "Content-Disposition: form-data; name=\"model\"\r\n\r\nb\r\n--b--", RequestFault.DuplicateMember)]
    public void What_is_wrong_is_said(string body, RequestFault fault)
    {
        Assert.False(MultipartScan.TryRead(
            Encoding.UTF8.GetBytes(body), "b", false, new char[RequestScan.MaxModelChars], out _, out var error));
        Assert.Equal(fault, error.Fault);
    }

    [Fact]
    public void Hostile_forms_throw_nothing()
    {
        var random = new Random(11);
        var golden = Encoding.UTF8.GetBytes(
            File + "\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper\r\n--b--\r\n");
        for (var i = 0; i < 20_000; i++)
        {
            var body = golden.AsSpan(0, random.Next(golden.Length)).ToArray();
            for (var n = random.Next(4); n > 0 && body.Length > 0; n--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            MultipartScan.TryRead(body, "b", false, new char[RequestScan.MaxModelChars], out _, out _);
        }
    }
}
